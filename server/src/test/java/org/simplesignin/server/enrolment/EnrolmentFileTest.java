package org.simplesignin.server.enrolment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.storage.sql.SqlStorage;
import org.simplesignin.server.testing.MovableClock;

final class EnrolmentFileTest {
    private static final String SECRET = "canaryCANARYcanaryCANARY";
    private static final String CUSTOMER = "{'customer':'alice','displayName':'Alice'}";
    private static final String ENROLMENT = "{'secret':'" + SECRET
            + "','customer':'alice','device':'tv-1','deviceName':'TV 1','deviceModel':'Demo TV'}";

    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();

    @Test
    void customersAndSecretsAreStored() throws Exception {
        try (DataDirectory data = DataDirectory.open(directory, new SecureRandom(), clock)) {
            SqlStorage storage = data.storage();
            store(storage);

            Customer alice = storage.customers().byExternalKey("alice").orElseThrow();
            Enrolment enrolment =
                    storage.devices().enrolment(SecretHash.of(SECRET)).orElseThrow();
            assertEquals("Alice", alice.displayName());
            assertEquals(alice.id(), enrolment.customer());
            assertNull(enrolment.spentAt());
        }
    }

    @Test
    void restartWithTheSameFileRevivesNoSpentSecretAndMakesNoSecondCustomer() throws Exception {
        try (DataDirectory data = DataDirectory.open(directory, new SecureRandom(), clock)) {
            SqlStorage storage = data.storage();
            store(storage);
            Customer alice = storage.customers().byExternalKey("alice").orElseThrow();
            Instant spentAt = clock.instant();
            storage.transactions()
                    .inCustomerTransaction(
                            alice.id(), tx -> storage.devices().spendEnrolment(tx, SecretHash.of(SECRET), spentAt));

            store(storage);

            assertEquals(alice, storage.customers().byExternalKey("alice").orElseThrow());
            assertEquals(
                    spentAt,
                    storage.devices()
                            .enrolment(SecretHash.of(SECRET))
                            .orElseThrow()
                            .spentAt());
        }
    }

    @Test
    void secretIsNotStoredInTheClear() throws Exception {
        try (DataDirectory data = DataDirectory.open(directory, new SecureRandom(), clock)) {
            SqlStorage storage = data.storage();
            store(storage);
        }
        try (var files = Files.list(directory)) {
            for (Path file :
                    files.filter(path -> path.toString().contains("server.db")).toList()) {
                String content = new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
                assertFalse(content.contains(SECRET), file.toString());
            }
        }
    }

    private void store(SqlStorage storage) throws IOException {
        EnrolmentFile.read(file(CUSTOMER, ENROLMENT))
                .store(
                        storage.transactions(),
                        storage.customers(),
                        storage.customerKeys(),
                        storage.devices(),
                        new SecureRandom(),
                        clock);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'secret':'canaryCANARYcanaryCANARY'|'secret':'tooShort'|enrolments[0].secret must be 22 to 128",
                "'secret':'canaryCANARYcanaryCANARY'|'secret':'with space and more than 22'|enrolments[0].secret must be 22",
                "'secret':'canaryCANARYcanaryCANARY',||enrolments[0].secret is missing",
                "'customer':'alice'|'customer':'nobody'|enrolments[0].customer must be one of",
                "'device':'tv-1',||enrolments[0].device is missing",
                "'deviceName':'TV 1'|'deviceName':''|enrolments[0].deviceName must be",
                "'deviceModel':'Demo TV'|'deviceModel':'Demo TV','x':1|no member of the name",
            })
    void whatIsWrongIsNamedByItsPlaceWithoutTheSecret(String right, String wrong, String message) throws Exception {
        assertRefused(file(CUSTOMER, ENROLMENT.replace(right, wrong == null ? "" : wrong)), message);
    }

    @Test
    void doubledCustomersAndSecretsAreRefused() throws Exception {
        assertRefused(file(CUSTOMER + "," + CUSTOMER, ENROLMENT), "customers[1].customer is there twice");
        assertRefused(file(CUSTOMER, ENROLMENT + "," + ENROLMENT), "enrolments[1].secret is there twice");
    }

    @Test
    void printsWithoutSecrets() throws Exception {
        assertEquals(
                "EnrolmentFile[1 customers, 1 enrolments]",
                EnrolmentFile.read(file(CUSTOMER, ENROLMENT)).toString());
    }

    @Test
    void fileWithSecretsThatOthersMayReadIsRefused() throws Exception {
        Path file = file(CUSTOMER, ENROLMENT);
        for (String open : new String[] {"rw-r--r--", "rw-r-----", "rw----r--"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(open));
            assertRefused(file, "run chmod 600");
        }
    }

    @Test
    void fileWithoutSecretsMayBeRead() throws Exception {
        Path file = file(CUSTOMER, "");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertEquals(
                "EnrolmentFile[1 customers, 0 enrolments]",
                EnrolmentFile.read(file).toString());
    }

    @Test
    void placeThatTheOperatorNamesMayBeALinkToAPrivateFile() throws Exception {
        Path file = file(CUSTOMER, ENROLMENT);
        Path link = Files.createSymbolicLink(directory.resolve("link.json"), file);
        EnrolmentFile.read(link);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(link, "run chmod 600");
    }

    private Path file(String customers, String enrolments) throws IOException {
        Path file = Files.writeString(
                directory.resolve("enrolments.json"),
                ("{'customers':[" + customers + "],'enrolments':[" + enrolments + "]}").replace('\'', '"'));
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private static void assertRefused(Path file, String message) {
        String refusal =
                String.valueOf(assertThrows(UnusableConfigurationException.class, () -> EnrolmentFile.read(file))
                        .getMessage());
        assertTrue(refusal.contains(message), refusal);
        assertFalse(refusal.contains("canary"));
    }
}
