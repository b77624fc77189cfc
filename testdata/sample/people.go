package sample

import (
	"fmt"
	"math/big"
	"sort"
	"strings"
	"unicode"
)

// A person is an invented customer.
type person struct {
	number, first, last, address, postcode, place, region string
	phone, email, iban, bsn, plate, born                  string
}

// person invents customer i. Numbers pass the checks that masking makes
// (eleven-test, mod 97) and lie where none are given out.
func (g *generator) person(i int) person {
	p := person{
		number:   fmt.Sprintf("KL%07d", 1000003+7919*i),
		first:    pick(g, g.people.First),
		last:     pick(g, g.people.Last),
		address:  fmt.Sprintf("%s %d", pick(g, g.people.Streets), 1+g.rand.IntN(180)),
		postcode: fmt.Sprintf("%d %c%c", 1011+g.rand.IntN(8900), 'A'+rune(g.rand.IntN(26)), 'B'+rune(g.rand.IntN(12))),
		place:    pick(g, g.people.Places),
		phone:    fmt.Sprintf("06-%s%04d", pick(g, []string{"1234", "8765"}), g.rand.IntN(10000)),
		plate:    fmt.Sprintf("%c%c-%03d-%c", letter(g), letter(g), g.rand.IntN(1000), letter(g)),
		born:     fmt.Sprintf("%02d-%02d-%d", 1+g.rand.IntN(28), 1+g.rand.IntN(12), 1940+g.rand.IntN(60)),
		iban:     iban(g.rand.IntN(1_000_000)),
		bsn:      bsn(g.rand.IntN(1000)),
	}
	p.email = fmt.Sprintf("%s.%s%d@voorbeeld.nl", slug(p.first), slug(p.last), i%97)
	p.region = g.region(p.place)
	return p
}

func letter(g *generator) rune { return rune("BDFGHJKLNPRSTVXZ"[g.rand.IntN(16)]) }

func (g *generator) region(place string) string {
	names := make([]string, 0, len(g.people.Regions))
	for name := range g.people.Regions {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		for _, p := range g.people.Regions[name] {
			if p == place {
				return name
			}
		}
	}
	return ""
}

// slug keeps the ASCII letters of a name, in lower case.
func slug(name string) string {
	name = strings.NewReplacer("Ö", "o", "ü", "u").Replace(name)
	return strings.Map(func(r rune) rune {
		if r < 128 && unicode.IsLetter(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// iban makes a valid Dutch IBAN at a bank that does not exist.
func iban(n int) string {
	account := fmt.Sprintf("%010d", n)
	digits := "21101016" + account + "232100" // L=21 A=10 A=10 G=16, N=23 L=21, 00
	number, _ := new(big.Int).SetString(digits, 10)
	check := 98 - new(big.Int).Mod(number, big.NewInt(97)).Int64()
	return fmt.Sprintf("NL%02d LAAG %s %s %s", check, account[:4], account[4:8], account[8:])
}

// bsn makes a number that passes the eleven-test, in a range that is not given out.
func bsn(n int) string {
	for ; ; n++ {
		digits := fmt.Sprintf("9999%04d", n%10000)
		sum := 0
		for i, c := range digits {
			sum += (9 - i) * int(c-'0')
		}
		if last := sum % 11; last < 10 {
			return digits + fmt.Sprint(last)
		}
	}
}
