package org.simplesignin.server.storage.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.simplesignin.server.account.Account;
import org.simplesignin.server.account.Accounts;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.mail.MailAddress;
import org.simplesignin.server.password.PasswordHash;

/// What every implementation of [Accounts] must do.
interface AccountsConformance extends Conformance {
    PasswordHash PASSWORD = PasswordHash.parse(
            "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    PasswordHash OTHER_PASSWORD = PasswordHash.parse(
            "$argon2id$v=19$m=19456,t=2,p=1$BBBBBBBBBBBBBBBBBBBBBA$BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA");

    private static MailAddress address() {
        return new MailAddress("Person-" + Conformance.newDevice().value() + "@Example.com");
    }

    private Accounts accounts() {
        return storage().accounts().accounts();
    }

    private Account newAccount() {
        return newAccount(address());
    }

    private Account newAccount(MailAddress email) {
        Account account = new Account(newCustomer(), email, PASSWORD, NOW);
        assertTrue(did(account.customer(), tx -> accounts().add(tx, account)));
        return account;
    }

    @Test
    default void accountIsReadBackWhole() {
        Account account = newAccount();

        assertEquals(Optional.of(account), accounts().account(account.customer()));
        assertEquals(
                Optional.of(account), in(account.customer(), tx -> accounts().account(tx)));
        assertEquals(Optional.of(account.customer()), accounts().byEmail(account.email()));
    }

    @Test
    default void presentAndFormerAddressesAreReadBackAndNobodyElses() {
        Account account = newAccount();
        newAccount();
        MailAddress next = address();
        assertTrue(did(account.customer(), tx -> accounts().replaceEmail(tx, next, NOW.plusSeconds(1))));

        assertEquals(List.of(account.email(), next), accounts().emails(account.customer()));
        assertEquals(List.of(), accounts().emails(newCustomer()));
    }

    @Test
    default void accountWithoutPasswordHasNone() {
        Account account = new Account(newCustomer(), address(), null, NOW);
        in(account.customer(), tx -> accounts().add(tx, account));

        assertEquals(Optional.of(account), accounts().account(account.customer()));
    }

    @Test
    default void addressIsFoundInAnyCaseAndNoOtherIs() {
        Account account = newAccount();

        assertEquals(
                Optional.of(account.customer()),
                accounts().byEmail(new MailAddress(account.email().value().toUpperCase(Locale.ROOT))));
        assertEquals(Optional.empty(), accounts().byEmail(address()));
        assertEquals(Optional.empty(), accounts().account(newCustomer()));
    }

    @Test
    default void addressBelongsToOneOfManyWhoWantItAtOnce() throws Exception {
        MailAddress email = address();
        List<CustomerId> customers = Conformance.race(CALLERS, i -> newCustomer());

        List<Boolean> added = Conformance.race(CALLERS, i -> added(customers.get(i), email));

        assertEquals(1, added.stream().filter(won -> won).count());
    }

    private boolean added(CustomerId customer, MailAddress email) {
        return did(customer, tx -> accounts().add(tx, new Account(customer, email, PASSWORD, NOW)));
    }

    @Test
    default void customerHasOneAccount() {
        Account account = newAccount();

        assertFalse(added(account.customer(), address()));
        assertEquals(Optional.of(account), accounts().account(account.customer()));
    }

    @Test
    default void accountOfAnotherCustomerIsNotStored() {
        Account foreign = new Account(newCustomer(), address(), PASSWORD, NOW);

        assertThrows(
                IllegalArgumentException.class,
                () -> in(newCustomer(), tx -> accounts().add(tx, foreign)));
    }

    @Test
    default void passwordIsReplacedForItsCustomerOnly() {
        Account account = newAccount();
        Account other = newAccount();

        assertTrue(did(account.customer(), tx -> accounts().setPassword(tx, OTHER_PASSWORD)));
        assertFalse(did(newCustomer(), tx -> accounts().setPassword(tx, OTHER_PASSWORD)));

        assertEquals(
                OTHER_PASSWORD,
                accounts().account(account.customer()).orElseThrow().password());
        assertEquals(Optional.of(other), accounts().account(other.customer()));
    }

    @Test
    default void replacedAddressLeadsBackForSevenDaysAndSignsNobodyIn() {
        Account account = newAccount();
        MailAddress next = address();

        assertTrue(did(account.customer(), tx -> accounts().replaceEmail(tx, next, NOW)));

        assertEquals(next, accounts().account(account.customer()).orElseThrow().email());
        assertEquals(Optional.of(account.customer()), accounts().byEmail(next));
        assertEquals(Optional.empty(), accounts().byEmail(account.email()));
        assertEquals(Optional.empty(), accounts().byFormerEmail(next, NOW));
        assertEquals(
                Optional.of(account.customer()),
                accounts()
                        .byFormerEmail(
                                account.email(), NOW.plus(Accounts.FORMER).minusMillis(1)));
        assertEquals(Optional.empty(), accounts().byFormerEmail(account.email(), NOW.plus(Accounts.FORMER)));
    }

    @Test
    default void addressOfAnotherCustomerCannotBeTakenNeitherThePresentNorTheFormerOne() {
        Account other = newAccount();
        MailAddress next = address();
        in(other.customer(), tx -> accounts().replaceEmail(tx, next, NOW));
        Account account = newAccount();

        assertFalse(did(account.customer(), tx -> accounts().replaceEmail(tx, next, NOW)));
        assertFalse(did(account.customer(), tx -> accounts().replaceEmail(tx, other.email(), NOW)));
        assertFalse(added(newCustomer(), other.email()));
        assertEquals(Optional.of(account), accounts().account(account.customer()));
    }

    @Test
    default void formerAddressIsFreeAfterSevenDays() {
        Account other = newAccount();
        in(other.customer(), tx -> accounts().replaceEmail(tx, address(), NOW));
        CustomerId customer = newCustomer();
        Account later = new Account(customer, other.email(), PASSWORD, NOW.plus(Accounts.FORMER));

        assertTrue(did(customer, tx -> accounts().add(tx, later)));

        assertEquals(Optional.of(customer), accounts().byEmail(other.email()));
        assertFalse(did(other.customer(), tx -> accounts().restoreEmail(tx, other.email(), NOW.plus(Accounts.FORMER))));
    }

    @Test
    default void customerMayGoBackToAFormerAddress() {
        Account account = newAccount();
        MailAddress next = address();
        in(account.customer(), tx -> accounts().replaceEmail(tx, next, NOW));

        assertTrue(did(account.customer(), tx -> accounts().replaceEmail(tx, account.email(), NOW)));

        assertEquals(Optional.of(account.customer()), accounts().byEmail(account.email()));
        assertEquals(Optional.of(account.customer()), accounts().byFormerEmail(next, NOW));
    }

    @Test
    default void restoringAnAddressTakesTheWayBackFromAllOthers() {
        Account account = newAccount();
        MailAddress thief = address();
        MailAddress again = address();
        in(account.customer(), tx -> accounts().replaceEmail(tx, thief, NOW));
        in(account.customer(), tx -> accounts().replaceEmail(tx, again, NOW));

        assertTrue(did(
                account.customer(), tx -> accounts().restoreEmail(tx, account.email(), NOW.plus(Duration.ofDays(6)))));

        assertEquals(Optional.of(account.customer()), accounts().byEmail(account.email()));
        for (MailAddress gone : List.of(thief, again)) {
            assertEquals(Optional.empty(), accounts().byEmail(gone));
            assertEquals(Optional.empty(), accounts().byFormerEmail(gone, NOW));
        }
    }

    @Test
    default void presentForeignAndUnknownAddressesAreNotRestored() {
        Account account = newAccount();
        Account other = newAccount();
        in(other.customer(), tx -> accounts().replaceEmail(tx, address(), NOW));

        assertFalse(did(account.customer(), tx -> accounts().restoreEmail(tx, account.email(), NOW)));
        assertFalse(did(account.customer(), tx -> accounts().restoreEmail(tx, other.email(), NOW)));
        assertFalse(did(account.customer(), tx -> accounts().restoreEmail(tx, address(), NOW)));
        assertEquals(Optional.of(account), accounts().account(account.customer()));
    }

    @Test
    default void neitherAddressNorHashStandsInTheClear() throws Exception {
        newAccount(new MailAddress("canary-address@example.com"));

        try (Connection connection = intruder();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT email, password FROM account_emails JOIN accounts USING (customer_id)")) {
            int read = 0;
            while (rows.next()) {
                read++;
                for (int column = 1; column <= 2; column++) {
                    byte[] bytes = rows.getBytes(column);
                    String text = bytes == null ? "" : new String(bytes, StandardCharsets.ISO_8859_1);
                    assertFalse(text.contains("canary") || text.contains("argon2"), text);
                }
            }
            assertTrue(read > 0);
        }
    }
}
