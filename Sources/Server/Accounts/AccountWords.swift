import LabelMarket

/// Names of the closed lists of this slice.
enum AccountWords {
    static func kind(_ kind: OrganisationKind, _ t: Texts) -> String {
        switch kind {
        case .firm: t("Firm")
        case .startUp: t("Start-up")
        case .researchInstitute: t("Research institute")
        case .university: t("University")
        case .labelingVendor: t("Labeling firm")
        case .dataCentre: t("Data centre")
        case .bureau: t("Bureau")
        case .auditOffice: t("Audit office")
        case .marketOperator: t("Market operator")
        }
    }

    /// What an organisation of this kind comes for.
    static func purpose(_ kind: OrganisationKind, _ t: Texts) -> String {
        switch kind {
        case .firm: t("posts labeling jobs, books compute and claims vouchers")
        case .startUp: t("the same, where a programme treats young firms apart")
        case .researchInstitute, .university: t("posts labeling jobs and books compute, where a programme admits it")
        case .labelingVendor: t("bids for labeling jobs and delivers labels")
        case .dataCentre: t("offers compute windows")
        case .bureau: t("defines programmes and grants vouchers")
        case .auditOffice: t("reads everything and changes nothing")
        case .marketOperator: t("runs this market")
        }
    }

    static func sizeClass(_ size: SizeClass, _ t: Texts) -> String {
        switch size {
        case .micro: t("Micro enterprise")
        case .small: t("Small enterprise")
        case .medium: t("Medium enterprise")
        case .large: t("Large enterprise")
        }
    }

    static func sector(_ sector: Sector, _ t: Texts) -> String {
        switch sector {
        case .agriculture: t("Agriculture, forestry, animal husbandry and fishery")
        case .industry: t("Industry")
        case .construction: t("Construction")
        case .wholesale: t("Wholesale trade")
        case .retail: t("Retail trade")
        case .transport: t("Transport")
        case .storage: t("Warehousing")
        case .postal: t("Postal services")
        case .accommodation: t("Accommodation")
        case .catering: t("Catering")
        case .informationTransmission: t("Information transmission")
        case .software: t("Software and information technology services")
        case .realEstate: t("Real-estate development")
        case .propertyManagement: t("Property management")
        case .businessServices: t("Leasing and business services")
        case .other: t("Other sectors")
        }
    }
}

extension AccountRefusal: ExplainedRefusal {
    func words(_ t: Texts) -> String {
        switch self {
        case .throttled(let seconds):
            t("There were too many tries. Wait {count} seconds, then try again.", ["count": t.count(seconds)])
        case .busy: t("Many people are signing in at this moment. Try again in a few seconds.")
        case .wrongCredentials: t("E-mail and password do not belong together")
        case .wrongCode: t("This code is wrong, too old or already used. Enter the one shown now.")
        case .signInExpired: t("The first step of signing in was too long ago. Sign in again.")
        case .noMembership: t("Your account belongs to no organisation at present. A member of one can invite you.")
        case .emailUnreadable: t("Enter an e-mail address in the form name@example.cn")
        case .nameMissing: t("Enter a name of at most 100 characters")
        case .passwordTooShort: t("Choose a password of at least 12 characters; a few words work well")
        case .passwordTooLong: t("Choose a password of at most 128 characters")
        case .passwordCommon: t("This password is among those that are guessed first. Choose another one.")
        case .passwordIsYours: t("Choose a password that is not your name or e-mail address")
        case .wrongCurrentPassword: t("This is not your current password")
        case .emailTaken: t("This e-mail address already has an account. Sign in with it instead.")
        case .creditCodeTaken: t("This organisation is already registered. One of its members can invite you.")
        case .kindNotOpen: t("Organisations of this kind are set up by the administrator.")
        case .foundedInFuture: t("The date of foundation lies in the future; enter the one on the licence")
        case .roleNotOfOrganisation: t("Choose a role that this kind of organisation has")
        case .invitationUnknown: t("This invitation does not exist or was withdrawn. Ask for a new one.")
        case .invitationUsed: t("This invitation has been accepted already. Sign in to go on.")
        case .invitationExpired: t("This invitation has expired. Ask for a new one.")
        case .signInToAccept: t("You already have an account. Sign in, then open the invitation again.")
        case .invitationForAnother: t("This invitation is for another e-mail address than the one you are signed in with.")
        case .alreadyMember: t("This person already has this role in the organisation")
        case .lastMember: t("An organisation keeps at least one member. Invite another one first.")
        case .notYourself: t("Another member has to end your own membership.")
        case .noSetUpStarted: t("No set-up is under way. Begin again with your password.")
        case .secondFactorCompulsory: t("Your role needs a second factor. You can set up a new one instead.")
        case .relationToSelf: t("Enter the credit code of the other organisation, not your own")
        case .alreadySetUp: t("This market already has an administrator.")
        }
    }
}
