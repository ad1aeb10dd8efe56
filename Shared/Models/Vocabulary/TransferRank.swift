/// How far a case that was passed on has come, by which what is told of an earlier step changes nothing: twice the number of times it was passed on, and one
/// more once the last that got it has decided.
package enum TransferRank {
    package static func passedOn(_ times: Int) -> Int { 2 * times }
    package static func decided(after times: Int) -> Int { 2 * times + 1 }
}
