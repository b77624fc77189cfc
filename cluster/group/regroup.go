package group

import (
	"slices"

	"luister/cluster"
	"luister/cluster/registry"
)

// regroup groups the whole history again and hands the ids on: a new group
// takes the id of the old driver with which it shares most, in the assignment
// that keeps most documents where they were.
func (n *night) regroup() {
	version, old := n.reg.Version, n.reg.InUse()
	before := n.before(old)
	if !n.fitSpace() {
		return
	}
	groups, themes := n.communities(n.founders(), n.opts.Groups)
	n.sharpen(groups)
	n.reg.Version, n.reg.Prototypes, n.reg.Resting = version+1, nil, nil
	h := n.handOver(groups, themes, old, before)
	small := n.setApart(h)
	n.handOn(h)
	n.fit(h.groups)
	n.assign()
	if n.foundDecided() {
		n.assign()
	}
	n.wait(small)
	n.name()
}

// setApart takes the groups out that inherit nothing and are too small for a
// driver.
func (n *night) setApart(h *handover) (small [][]int) {
	for g, members := range h.groups {
		if h.heir[g] < 0 && !n.enough(members) {
			small = append(small, members)
			h.groups[g] = nil
		}
	}
	h.tidy()
	return small
}

// handOn gives the new groups old ids where they overlap, and tells what split,
// merged and faded.
func (n *night) handOn(h *handover) {
	named := map[int32]string{}
	ids := make([]string, len(h.groups))
	for g, members := range h.groups {
		if h.heir[g] >= 0 {
			ids[g] = h.old[h.heir[g]].ID
			n.reg.Prototypes = append(n.reg.Prototypes, registry.Prototype{Driver: ids[g], Center: n.center(members)})
		} else {
			ids[g] = n.add(members, true)
		}
		d := n.reg.Driver(ids[g])
		if named[h.themes[g]] == "" {
			named[h.themes[g]] = d.Theme
			if d.Theme == "" {
				named[h.themes[g]] = n.reg.NextTheme()
			}
		}
		d.Theme = named[h.themes[g]]
	}
	n.tell(ids, h.shared(), h.old)
}

// overlaps counts the documents that each group shares with each old driver.
func overlaps(groups [][]int, old []cluster.Driver, before []string) [][]float64 {
	column := map[string]int{}
	for i, d := range old {
		column[d.ID] = i
	}
	out := make([][]float64, len(groups))
	for g, members := range groups {
		out[g] = make([]float64, len(old))
		for _, i := range members {
			if before[i] != "" {
				out[g][column[before[i]]]++
			}
		}
	}
	return out
}

// share is the part of an old driver that makes a split or a merger.
const share = 0.3

// tell records what became of the old drivers.
func (n *night) tell(ids []string, shared [][]float64, old []cluster.Driver) {
	_, at := n.dates(n.unique())
	for o, d := range old {
		var total float64
		for g := range ids {
			total += shared[g][o]
		}
		var heirs []string
		for g := range ids {
			if total > 0 && shared[g][o] >= share*total && !slices.Contains(heirs, ids[g]) {
				heirs = append(heirs, ids[g])
			}
		}
		kept := slices.Contains(ids, d.ID)
		switch {
		case kept && len(heirs) > 1:
			n.event(cluster.Event{Kind: cluster.Split, Driver: d.ID, Others: heirs, At: at, Count: int(total)})
		case !kept && n.stays(&d):
		case !kept && n.heirOf(d.ID, heirs) != registry.Gone:
			heir := n.heirOf(d.ID, heirs)
			n.retire(d.ID, heir)
			n.event(cluster.Event{Kind: cluster.Merged, Driver: heir, Others: []string{d.ID}, At: at, Count: int(total)})
		case !kept:
			n.retire(d.ID, registry.Gone)
			n.event(cluster.Event{Kind: cluster.Faded, Driver: d.ID, At: at})
		}
	}
}

func (n *night) retire(id, heir string) {
	if d := n.reg.Driver(id); d != nil {
		d.Retired = heir
	}
}

// assignBest gives every row the column so that the sum is largest, each column
// at most once; -1 for a row without column. It is the Hungarian method with
// potentials (Jonker and Volgenant 1987), O(n³).
func assignBest(gain [][]float64) []int {
	rows := len(gain)
	if rows == 0 {
		return nil
	}
	n := max(rows, len(gain[0]))
	cost := func(r, c int) float64 {
		if r < rows && c < len(gain[r]) {
			return -gain[r][c]
		}
		return 0
	}
	match := hungarian(n, cost)
	out := make([]int, rows)
	for r := range out {
		out[r] = match[r]
		if out[r] >= len(gain[r]) {
			out[r] = -1
		}
	}
	return out
}

// hungarian gives the column of every row of a square matrix of costs.
func hungarian(n int, cost func(r, c int) float64) []int {
	const none = 1e300
	u, v := make([]float64, n+1), make([]float64, n+1)
	row, way := make([]int, n+1), make([]int, n+1) // 1-based; row[c] is matched to column c
	for r := 1; r <= n; r++ {
		row[0] = r
		least, used := make([]float64, n+1), make([]bool, n+1)
		for c := range least {
			least[c] = none
		}
		at := 0
		for row[at] != 0 {
			used[at] = true
			delta, next := none, 0
			for c := 1; c <= n; c++ {
				if used[c] {
					continue
				}
				if d := cost(row[at]-1, c-1) - u[row[at]] - v[c]; d < least[c] {
					least[c], way[c] = d, at
				}
				if least[c] < delta {
					delta, next = least[c], c
				}
			}
			for c := 0; c <= n; c++ {
				if used[c] {
					u[row[c]], v[c] = u[row[c]]+delta, v[c]-delta
				} else {
					least[c] -= delta
				}
			}
			at = next
		}
		for at != 0 {
			row[at], at = row[way[at]], way[at]
		}
	}
	out := make([]int, n)
	for c := 1; c <= n; c++ {
		out[row[c]-1] = c - 1
	}
	return out
}
