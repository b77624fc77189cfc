package lemma

// Particles are the separable parts of verbs, in the order of the alphabet.
var Particles = [...]string{
	"aan", "aaneen", "achter", "achterna", "achterop", "achterover", "achteruit", "af", "beet", "bekend", "bezig", "bij", "bijeen", "binnen", "bloot", "boven", "buiten",
	"deel", "dicht", "dood", "door", "droog", "dwars", "fijn", "flauw", "gade", "gelijk", "gereed", "gerust", "gevangen", "goed", "groot", "hard", "heen", "hoog", "huis", "in", "ineen", "kapot", "kennis", "kwijt", "klaar", "klem", "kort", "krom",
	"lang", "langs", "leeg", "les", "lief", "los", "mede", "mee", "mis", "na", "naar", "neer", "om", "omhoog", "omlaag", "omver", "onder", "op", "open", "opeen", "over", "overeen", "plaats", "plat", "raad", "recht", "rond", "samen", "schoon", "schuil", "stand", "stop", "stil", "stuk",
	"tegemoet", "tegen", "tekort", "teleur", "teniet", "tentoon", "terecht", "terug", "teweeg", "thuis", "toe", "tot", "uit", "uiteen", "vast", "veilig", "veraf", "vol", "volhoud", "voor", "vooraf", "voorbij", "voort", "voorop", "vooruit", "vrij", "waar", "wakker", "warm", "weer", "weg", "wijs", "zwart", "zeker",
}

// Separating are particles that nearly always separate, so that an unknown verb
// with one of them does too.
var Separating = [...]string{
	"aan", "achteruit", "af", "bekend", "bij", "bijeen", "binnen", "deel", "dicht", "gelijk", "goed", "heen", "in", "kapot", "klaar", "kwijt", "los", "mee", "na", "neer", "omhoog", "op", "open", "plaats", "rond", "samen", "stil", "stop", "stuk", "tegemoet", "tegen", "tekort", "teleur", "terecht", "terug", "thuis", "toe", "uit", "uiteen", "vast", "voorbij", "voort", "vooruit", "vrij", "weg",
}
