import LabelMarket
import Storage
import Testing

struct AccountsInvitationTests {
    private let email = EmailAddress(typed: "li@example.cn")!

    @Test func bureau_isEstablishedByInvitation() async throws {
        let fixture = try AccountsFixture()
        let administrator = try await fixture.administrator()
        let made = try await fixture.accounts.establish(
            AccountsFixture.facts(.bureau, seventeen: "11110000000021079"), inviting: email, by: administrator)
        #expect(try fixture.accounts.invitation(token: made.invitation.token).role == .officer)
        let officer = try await fixture.accounts.accept(
            invitation: made.invitation.token, name: "李专员", password: AccountsFixture.password)
        #expect(officer.organisation == made.organisation)
        #expect(officer.role == .officer)
        #expect(try await fixture.session("li@example.cn").signedIn.owesSecondFactor)
        await #expect(throws: AccountRefusal.invitationUsed) {
            try await fixture.accounts.accept(
                invitation: made.invitation.token, name: "李专员", password: AccountsFixture.password)
        }
    }

    @Test func invitation_isRefusedWhenItShouldBe() async throws {
        let fixture = try AccountsFixture()
        let actor = try await fixture.register()
        let stranger = try await fixture.register(seventeen: "91110108MA01ABCD2", email: "other@example.cn")
        let accounts = fixture.accounts
        await #expect(throws: CommonRefusal.forbidden) {
            try await accounts.invite(email, as: .buyer, into: actor.organisation, by: stranger)
        }
        await #expect(throws: CommonRefusal.forbidden) {
            try await accounts.establish(AccountsFixture.facts(.bureau), inviting: email, by: actor)
        }
        await #expect(throws: AccountRefusal.roleNotOfOrganisation) {
            try await accounts.invite(email, as: .officer, into: actor.organisation, by: actor)
        }
        await #expect(throws: AccountRefusal.alreadyMember) {
            try await accounts.invite(
                EmailAddress(typed: "han@example.cn")!, as: .buyer, into: actor.organisation, by: actor)
        }
        let late = try await accounts.invite(email, as: .buyer, into: actor.organisation, by: actor)
        fixture.test.clock.advance(by: .days(7))
        #expect(throws: AccountRefusal.invitationExpired) { try accounts.invitation(token: late.token) }
        let withdrawn = try await accounts.invite(email, as: .buyer, into: actor.organisation, by: actor)
        await #expect(throws: CommonRefusal.notFound) { try await accounts.withdraw(withdrawn.id, by: stranger) }
        try await accounts.withdraw(withdrawn.id, by: actor)
        #expect(throws: AccountRefusal.invitationUnknown) { try accounts.invitation(token: withdrawn.token) }
        #expect(throws: AccountRefusal.invitationUnknown) { try accounts.invitation(token: "made up") }
    }

    @Test func existingAccount_acceptsSignedInAndSwitches() async throws {
        let fixture = try AccountsFixture()
        let accounts = fixture.accounts
        let first = try await fixture.register()
        let second = try await fixture.register(.labelingVendor, seventeen: "91110108MA01ABCD2", email: "b@example.cn")
        let invitation = try await accounts.invite(
            EmailAddress(typed: "han@example.cn")!, as: .vendor, into: second.organisation, by: second)
        #expect(try accounts.invitation(token: invitation.token).hasAccount)
        await #expect(throws: AccountRefusal.signInToAccept) {
            try await accounts.accept(invitation: invitation.token, name: "x", password: AccountsFixture.password)
        }
        await #expect(throws: AccountRefusal.invitationForAnother) {
            try await accounts.accept(invitation: invitation.token, by: second)
        }
        let seat = try await accounts.accept(invitation: invitation.token, by: first)
        let (token, signedIn) = try await fixture.session()
        #expect(signedIn.others.map(\.membership) == [seat.membership])
        let switched = try await accounts.switchSeat(
            to: seat.membership, session: signedIn.session, by: signedIn.actor)
        #expect(try accounts.signedIn(token: token) == nil)
        #expect(try accounts.signedIn(token: switched)?.actor == seat)
        await #expect(throws: CommonRefusal.notFound) {
            try await accounts.switchSeat(to: second.membership, session: signedIn.session, by: signedIn.actor)
        }
        // Ending the membership ends the sessions that stand in it.
        try await accounts.end(seat.membership, by: second)
        #expect(try accounts.signedIn(token: switched) == nil)
        await #expect(throws: AccountRefusal.notYourself) { try await accounts.end(second.membership, by: second) }
    }

    @Test func lists_areForStaffAndPagedByKey() async throws {
        let fixture = try AccountsFixture()
        let administrator = try await fixture.administrator()
        let buyer = try await fixture.register()
        try await fixture.register(.labelingVendor, seventeen: "91110108MA01ABCD2", email: "b%c@example.cn")
        let accounts = fixture.accounts
        let first = try accounts.organisations(limit: 2, for: administrator)
        #expect(first.rows.count == 2 && first.hasMore)
        let rest = try accounts.organisations(after: first.rows.last?.id, limit: 2, for: administrator)
        #expect(rest.rows.count == 1 && !rest.hasMore)
        #expect(try accounts.organisations(matching: "MA01ABCD2", for: administrator).rows.count == 1)
        #expect(try accounts.people(matching: "%", for: administrator).rows.map(\.email) == ["b%c@example.cn"])
        #expect(throws: CommonRefusal.forbidden) { try accounts.organisations(for: buyer) }
        #expect(throws: CommonRefusal.forbidden) { try accounts.people(for: buyer) }
    }
}
