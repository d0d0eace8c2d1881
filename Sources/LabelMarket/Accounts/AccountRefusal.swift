/// "No" from the accounts, in the order in which each use case checks.
package enum AccountRefusal: Refusal, Hashable, Codable {
    /// Too many tries from this account or address; it opens again after so many seconds.
    case throttled(seconds: Int64)
    /// More passwords wait to be checked than the market takes at a time.
    case busy
    /// E-mail and password do not belong together. Says nothing about which.
    case wrongCredentials
    /// The code of the second factor is wrong, too old or used.
    case wrongCode
    /// The first step of signing in was too long ago.
    case signInExpired
    case noMembership
    case emailUnreadable
    case nameMissing
    case passwordTooShort
    case passwordTooLong
    case passwordCommon
    case passwordIsYours
    case wrongCurrentPassword
    case emailTaken
    case creditCodeTaken
    /// A kind of organisation that does not register itself.
    case kindNotOpen
    /// Founded in the future, or figures out of range.
    case foundedInFuture
    case roleNotOfOrganisation
    case invitationUnknown
    case invitationUsed
    case invitationExpired
    /// The invited e-mail has an account: its owner signs in to accept.
    case signInToAccept
    /// Signed in as somebody else than the invitation is for.
    case invitationForAnother
    case alreadyMember
    case lastMember
    case notYourself
    case noSetUpStarted
    case secondFactorCompulsory
    case relationToSelf
    /// The market already has an administrator.
    case alreadySetUp

    package var kind: RefusalKind {
        switch self {
        case .throttled: .throttled
        case .busy: .unavailable
        case .invitationUnknown: .notFound
        case .signInExpired, .invitationUsed, .invitationExpired, .noSetUpStarted: .closed
        case .kindNotOpen, .noMembership, .invitationForAnother, .lastMember, .notYourself, .secondFactorCompulsory: .forbidden
        case .emailTaken, .creditCodeTaken, .alreadyMember, .signInToAccept, .alreadySetUp: .conflict
        case .wrongCredentials, .wrongCode, .emailUnreadable, .nameMissing, .passwordTooShort, .passwordTooLong,
            .passwordCommon, .passwordIsYours, .wrongCurrentPassword, .foundedInFuture, .roleNotOfOrganisation,
            .relationToSelf:
            .invalid
        }
    }

    package var field: String? {
        switch self {
        case .wrongCredentials: "email"
        case .wrongCode: "code"
        case .emailUnreadable, .emailTaken, .alreadyMember: "email"
        case .nameMissing: "name"
        case .passwordTooShort, .passwordTooLong, .passwordCommon, .passwordIsYours: "password"
        case .wrongCurrentPassword: "currentPassword"
        case .creditCodeTaken: "creditCode"
        case .foundedInFuture: "foundedOn"
        case .kindNotOpen: "kind"
        case .roleNotOfOrganisation: "role"
        case .relationToSelf: "relatedCode"
        default: nil
        }
    }
}
