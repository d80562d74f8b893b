package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.keys.CustomerGoneException;
import org.simplesignin.server.keys.Wrapped;
import org.simplesignin.server.link.EndedLink;
import org.simplesignin.server.link.Link;
import org.simplesignin.server.link.LinkInsertion;
import org.simplesignin.server.link.LinkSecrets;
import org.simplesignin.server.link.LinkUse;
import org.simplesignin.server.link.StoredLink;
import org.simplesignin.server.link.StoredLinks;
import org.simplesignin.server.storage.StorageException;
import org.simplesignin.tokens.IdentityProviderName;
import org.simplesignin.tokens.LinkId;
import org.simplesignin.tokens.LinkToken;
import org.simplesignin.tokens.PartnerUserId;

/// What every implementation of [org.simplesignin.server.link.Links] must do.
interface LinksConformance extends Conformance {
    LinkUse USE = new LinkUse(NOW, Conformance.newDevice());

    IdentityProviderName OTHER = new IdentityProviderName("other-video");

    private LinkInsertion insert(Link link) {
        return in(link.customer(), tx -> storage().links().insertOrExisting(tx, link, Conformance.secrets("token")));
    }

    private int count(CustomerId customer) {
        return in(customer, tx -> storage().links().count(tx, PROVIDER));
    }

    private static EndedLink ended(Link link) {
        return new EndedLink(link.id(), link.identityProviderName(), link.app());
    }

    private Optional<EndedLink> end(CustomerId customer, LinkId id) {
        return in(customer, tx -> storage().links().end(tx, id, NOW));
    }

    @Test
    default void storedLinkIsReadBackWhole() {
        CustomerId customer = newCustomer();
        Link link = Conformance.link(customer, "Ünïcode-账户-" + "x".repeat(200));

        assertEquals(new LinkInsertion.Stored(link, true), insert(link));

        assertEquals(Optional.of(link), storage().links().byId(customer, link.id()));
        assertEquals(Optional.of(link), storage().links().byAccount(customer, PROVIDER, link.partnerUserId()));
        assertEquals(List.of(link), storage().links().ofProvider(customer, PROVIDER));
        assertEquals(List.of(link), storage().links().ofCustomer(customer));
        assertEquals(1, count(customer));
    }

    @Test
    default void largestSecretsAreStoredUncut() {
        CustomerId customer = newCustomer();
        byte[] envelope = new byte[Wrapped.MOST_BYTES];
        RANDOM.nextBytes(envelope);
        LinkSecrets largest = new LinkSecrets(LinkToken.of("t".repeat(LinkToken.MAX_LENGTH)), Wrapped.of(envelope));
        Link link = Conformance.link(customer, "a");

        in(customer, tx -> storage().links().insertOrExisting(tx, link, largest));

        assertEquals(
                List.of(new StoredLink(link, largest)),
                storage().links().storedOfProvider(customer, PROVIDER).links());
    }

    @Test
    default void sixteenCallersForOneAccountMakeOneLink() throws Exception {
        CustomerId customer = newCustomer();

        List<LinkInsertion> outcomes =
                Conformance.race(CALLERS, i -> insert(Conformance.link(customer, "same account")));

        List<Link> stored = storage().links().ofCustomer(customer);
        assertEquals(1, stored.size());
        assertEquals(
                1,
                outcomes.stream().filter(LinkInsertion.Stored.class::isInstance).count());
        for (LinkInsertion outcome : outcomes) {
            switch (outcome) {
                case LinkInsertion.Stored winner ->
                    assertEquals(new LinkInsertion.Stored(stored.getFirst(), true), winner);
                case LinkInsertion.Existing existing -> assertEquals(stored.getFirst(), existing.link());
                case LinkInsertion.Ended ended -> throw new AssertionError("nothing has ended");
            }
        }
    }

    @Test
    default void repeatedInsertFindsItsOwnLink() {
        Link link = Conformance.link(newCustomer(), "a");
        insert(link);

        assertEquals(new LinkInsertion.Stored(link, false), insert(link));
    }

    @Test
    default void sixteenRepetitionsOfOneAttemptStoreItOnce() throws Exception {
        Link link = Conformance.link(newCustomer(), "a");

        List<LinkInsertion> outcomes = Conformance.race(CALLERS, i -> insert(link));

        assertEquals(
                1,
                outcomes.stream()
                        .filter(new LinkInsertion.Stored(link, true)::equals)
                        .count());
        assertEquals(
                CALLERS - 1,
                outcomes.stream()
                        .filter(new LinkInsertion.Stored(link, false)::equals)
                        .count());
    }

    @Test
    default void laterLinkOfTheSameAccountLeavesTheSecretsAsTheyAre() {
        CustomerId customer = newCustomer();
        Link first = Conformance.link(customer, "a");
        insert(first);

        LinkInsertion second = in(
                customer,
                tx -> storage()
                        .links()
                        .insertOrExisting(tx, Conformance.link(customer, "a"), Conformance.secrets("other")));

        assertEquals(new LinkInsertion.Existing(first), second);
        assertEquals(
                List.of(new StoredLink(first, Conformance.secrets("token"))),
                storage().links().storedOfProvider(customer, PROVIDER).links());
    }

    @Test
    default void linkIdInUseForAnotherAccountIsRefused() {
        CustomerId customer = newCustomer();
        Link first = Conformance.link(customer, "a");
        insert(first);
        Link forged = new Link(first.id(), customer, PROVIDER, new PartnerUserId("b"), APP, first.device(), NOW, null);

        assertThrows(IllegalStateException.class, () -> insert(forged));
        assertEquals(List.of(first), storage().links().ofCustomer(customer));
    }

    @Test
    default void sameAccountMayBeLinkedByTwoCustomersAndAtTwoProviders() {
        CustomerId customer = newCustomer();
        CustomerId neighbour = newCustomer();

        insert(Conformance.link(customer, "a"));
        insert(Conformance.link(customer, "a", OTHER));
        insert(Conformance.link(neighbour, "a"));

        assertEquals(2, storage().links().ofCustomer(customer).size());
        assertEquals(1, storage().links().ofProvider(customer, OTHER).size());
        assertEquals(1, storage().links().ofCustomer(neighbour).size());
        assertEquals(1, count(customer));
    }

    @Test
    default void linkOfAnotherCustomerIsRefused() {
        Link foreign = Conformance.link(newCustomer(), "a");
        CustomerId customer = newCustomer();

        assertThrows(
                IllegalArgumentException.class,
                () -> in(
                        customer, tx -> storage().links().insertOrExisting(tx, foreign, Conformance.secrets("token"))));
        assertEquals(List.of(), storage().links().ofCustomer(foreign.customer()));
    }

    @Test
    default void linkOfAnUnknownCustomerIsRefused() {
        Link link = Conformance.link(CustomerId.generate(RANDOM), "a");
        storage().customerKeys().make(link.customer());

        assertThrows(StorageException.class, () -> insert(link));
        assertEquals(List.of(), storage().links().ofCustomer(link.customer()));
    }

    @Test
    default void linksComeOldestFirst() {
        CustomerId customer = newCustomer();
        Link young = insertedAt(customer, "a", 30);
        Link old = insertedAt(customer, "b", 10);
        Link middle = insertedAt(customer, "c", 20);

        assertEquals(List.of(old, middle, young), storage().links().ofProvider(customer, PROVIDER));
        assertEquals(List.of(old, middle, young), storage().links().ofCustomer(customer));
        assertEquals(
                List.of(old, middle, young),
                storage().links().storedOfProvider(customer, PROVIDER).links().stream()
                        .map(StoredLink::link)
                        .toList());
    }

    private Link insertedAt(CustomerId customer, String account, long millis) {
        Link link = Conformance.link(customer, account);
        Link timed = new Link(
                link.id(),
                customer,
                PROVIDER,
                link.partnerUserId(),
                APP,
                link.device(),
                NOW.plusMillis(millis),
                new LinkUse(NOW.plusMillis(millis + 1), Conformance.newDevice()));
        insert(timed);
        return timed;
    }

    @Test
    default void unlinkedLinkIsGoneAtOnceWithItsSecrets() throws Exception {
        CustomerId customer = newCustomer();
        Link link = Conformance.link(customer, "a");
        insert(link);

        assertEquals(Optional.of(ended(link)), end(customer, link.id()));

        assertEquals(Optional.empty(), storage().links().byId(customer, link.id()));
        assertEquals(Optional.empty(), storage().links().byAccount(customer, PROVIDER, link.partnerUserId()));
        assertEquals(new StoredLinks(List.of(), List.of()), storage().links().storedOfProvider(customer, PROVIDER));
        assertFalse(did(customer, tx -> storage().links().touch(tx, link.id(), USE)));
        assertEquals(0, count(customer));
        assertEquals(0, intrude("UPDATE links SET app = 'x' WHERE link_id = '" + link.id() + "'"));
    }

    @Test
    default void linkIsUnlinkedOnce() throws Exception {
        CustomerId customer = newCustomer();
        Link link = Conformance.link(customer, "a");
        insert(link);

        List<Optional<EndedLink>> ended = Conformance.race(CALLERS, i -> end(customer, link.id()));

        assertEquals(1, ended.stream().filter(Optional::isPresent).count());
    }

    @Test
    default void anotherCustomersLinkIsNeitherSeenUsedNorUnlinked() {
        Link link = Conformance.link(newCustomer(), "a");
        insert(link);
        CustomerId stranger = newCustomer();

        assertEquals(Optional.empty(), storage().links().byId(stranger, link.id()));
        assertEquals(Optional.empty(), end(stranger, link.id()));
        assertFalse(did(stranger, tx -> storage().links().touch(tx, link.id(), USE)));
        assertEquals(Optional.of(link), storage().links().byId(link.customer(), link.id()));
    }

    @Test
    default void accountCanBeLinkedAgainAfterUnlinking() {
        CustomerId customer = newCustomer();
        Link first = Conformance.link(customer, "a");
        insert(first);
        end(customer, first.id());
        Link second = Conformance.link(customer, "a");

        assertEquals(new LinkInsertion.Stored(second, true), insert(second));
        assertEquals(List.of(second), storage().links().ofCustomer(customer));
    }

    @Test
    default void endedLinkIsNeverRevived() {
        CustomerId customer = newCustomer();
        Link link = Conformance.link(customer, "a");
        insert(link);
        end(customer, link.id());

        assertEquals(new LinkInsertion.Ended(), insert(link));
        assertEquals(List.of(), storage().links().ofCustomer(customer));

        Link successor = Conformance.link(customer, "a");
        insert(successor);
        assertEquals(new LinkInsertion.Ended(), insert(link));
        assertEquals(List.of(successor), storage().links().ofCustomer(customer));
    }

    @Test
    default void useIsNotedAndStoredToTheMillisecond() {
        CustomerId customer = newCustomer();
        Link link = Conformance.link(customer, "a");
        insert(link);

        LinkUse use = new LinkUse(NOW.plusMillis(7), Conformance.newDevice());
        assertTrue(did(customer, tx -> storage().links().touch(tx, link.id(), use)));

        assertEquals(
                use, storage().links().byId(customer, link.id()).orElseThrow().lastUse());
    }

    @Test
    default void endingAProviderLeavesTheOthers() {
        CustomerId customer = newCustomer();
        Link one = Conformance.link(customer, "a");
        Link two = Conformance.link(customer, "b");
        Link elsewhere = Conformance.link(customer, "a", OTHER);
        Link neighbours = Conformance.link(newCustomer(), "a");
        List.of(one, two, elsewhere, neighbours).forEach(this::insert);

        List<EndedLink> ended = in(customer, tx -> storage().links().endOfProvider(tx, PROVIDER, NOW));

        assertEquals(2, ended.size());
        assertTrue(ended.containsAll(List.of(ended(one), ended(two))));
        assertEquals(List.of(elsewhere), storage().links().ofCustomer(customer));
        assertEquals(List.of(neighbours), storage().links().ofCustomer(neighbours.customer()));
        assertInstanceOf(LinkInsertion.Ended.class, insert(two));
    }

    @Test
    default void endingAllLeavesTheNeighbours() {
        CustomerId customer = newCustomer();
        insert(Conformance.link(customer, "a"));
        insert(Conformance.link(customer, "a", OTHER));
        Link neighbours = Conformance.link(newCustomer(), "a");
        insert(neighbours);

        List<EndedLink> ended = in(customer, tx -> storage().links().endAll(tx, NOW));
        assertEquals(2, ended.size());

        assertEquals(List.of(), storage().links().ofCustomer(customer));
        assertEquals(List.of(), in(customer, tx -> storage().links().endAll(tx, NOW)));
        assertEquals(List.of(neighbours), storage().links().ofCustomer(neighbours.customer()));
    }

    @Test
    default void rowThatIsNotItsOwnTakesNoOtherAlongAndCanStillBeEnded() throws Exception {
        CustomerId customer = newCustomer();
        Link good = Conformance.link(customer, "good");
        Link damaged = Conformance.link(customer, "damaged");
        Link moved = Conformance.link(customer, "moved to another id");
        List.of(good, damaged, moved).forEach(this::insert);
        copy("sealed_account", good, damaged);
        intrude("UPDATE links SET link_id = '" + Conformance.newLinkId() + "' WHERE link_id = '" + moved.id() + "'");

        StoredLinks stored = storage().links().storedOfProvider(customer, PROVIDER);

        assertEquals(
                List.of(good), stored.links().stream().map(StoredLink::link).toList());
        assertEquals(2, stored.unreadable().size());
        assertTrue(stored.unreadable().contains(damaged.id()));
        assertEquals(List.of(good), storage().links().ofCustomer(customer));
        assertEquals(Optional.of(ended(damaged)), end(customer, damaged.id()));
        assertEquals(2, in(customer, tx -> storage().links().endAll(tx, NOW)).size());
    }

    private void copy(String column, Link from, Link to) throws Exception {
        assertEquals(
                1,
                intrude("UPDATE links SET " + column + " = (SELECT " + column + " FROM links WHERE link_id = '"
                        + from.id() + "') WHERE link_id = '" + to.id() + "'"));
    }

    @Test
    default void equalAccountsDoNotShowThatTheyAreEqual() throws Exception {
        CustomerId customer = newCustomer();
        insert(Conformance.link(customer, "everywhere the same"));
        insert(Conformance.link(customer, "everywhere the same", OTHER));
        insert(Conformance.link(newCustomer(), "everywhere the same"));

        try (Connection connection = intruder();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT COUNT(*), COUNT(DISTINCT partner_user_index),"
                        + " COUNT(DISTINCT sealed_account) FROM links")) {
            assertTrue(row.next());
            for (int column = 2; column <= 3; column++) {
                assertEquals(row.getInt(1), row.getInt(column));
            }
        }
    }

    @Test
    default void linksOfAShreddedCustomerOpenNoMore() {
        CustomerId customer = newCustomer();
        Link link = Conformance.link(customer, "a");
        insert(link);

        storage().customerKeys().shred(customer);

        assertThrows(CustomerGoneException.class, () -> storage().links().storedOfProvider(customer, PROVIDER));
        assertThrows(CustomerGoneException.class, () -> storage().links().ofCustomer(customer));
        assertThrows(CustomerGoneException.class, () -> insert(Conformance.link(customer, "b")));
        assertEquals(1, count(customer));
    }
}
