package account

// HoldHashing takes every place for a hash, so that whoever needs one has to wait, and gives back
// what lets go of them.
func HoldHashing() (release func()) {
	for range cap(hashing) {
		hashing <- struct{}{}
	}
	return func() {
		for range cap(hashing) {
			<-hashing
		}
	}
}
