package org.simplesignin.server.enrolment;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.simplesignin.server.config.Fields;
import org.simplesignin.server.config.SecretFile;
import org.simplesignin.server.config.UnusableConfigurationException;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.customer.Customers;
import org.simplesignin.server.device.Device;
import org.simplesignin.server.device.Devices;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.CustomerKeys;
import org.simplesignin.server.storage.Transactions;

/// The enrolment file, read and checked whole before any of it is stored. Prints without its secrets.
public final class EnrolmentFile {
    /// At least 128 random bits (specification §4), base64url.
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{22,128}");

    private record Entry(SecretHash secret, String customer, String device, String deviceName, String deviceModel) {}

    private final Map<String, String> customers;
    private final List<Entry> entries;

    private EnrolmentFile(Map<String, String> customers, List<Entry> entries) {
        this.customers = customers;
        this.entries = entries;
    }

    /// Reads the file; where there is none to read, nobody is enrolled.
    ///
    /// @throws UnusableConfigurationException with the place, the field and the rule; never with a secret
    public static EnrolmentFile read(@Nullable Path file) {
        if (file == null) {
            return new EnrolmentFile(Map.of(), List.of());
        }
        Fields top = Fields.read(file);
        Map<String, String> customers = new LinkedHashMap<>();
        for (Fields fields : top.objects("customers")) {
            String key = fields.text("customer", Customer.NAME_CHARS);
            if (customers.put(key, fields.text("displayName", Customer.NAME_CHARS)) != null) {
                throw fields.problem("customer", "is there twice");
            }
            fields.end();
        }
        List<Entry> entries = new ArrayList<>();
        Set<SecretHash> secrets = new HashSet<>();
        for (Fields fields : top.objects("enrolments")) {
            Entry entry = entry(fields, customers);
            if (!secrets.add(entry.secret())) {
                throw fields.problem("secret", "is there twice");
            }
            entries.add(entry);
        }
        top.end();
        if (!entries.isEmpty()) {
            requirePrivate(file);
        }
        return new EnrolmentFile(customers, entries);
    }

    // Whoever reads an unspent secret can register a device for its customer.
    private static void requirePrivate(Path file) {
        try {
            if (!SecretFile.isPrivate(file)) {
                throw new UnusableConfigurationException(
                        file.getFileName() + ": others than its owner may use it; run chmod 600 " + file);
            }
        } catch (IOException e) {
            throw new UnusableConfigurationException(file.getFileName() + ": cannot be read; check its permissions", e);
        }
    }

    private static Entry entry(Fields fields, Map<String, String> customers) {
        String secret = fields.text(
                "secret",
                128,
                text -> SECRET.matcher(text).matches(),
                "must be 22 to 128 characters of base64url, random");
        Entry entry = new Entry(
                SecretHash.of(secret),
                fields.text(
                        "customer",
                        Customer.NAME_CHARS,
                        customers::containsKey,
                        "must be one of the customers of this file"),
                fields.text("device", Device.NAME_CHARS),
                fields.text("deviceName", Device.NAME_CHARS),
                fields.text("deviceModel", Device.NAME_CHARS));
        fields.end();
        return entry;
    }

    /// Stores the customers and secrets that are not there yet. What is there stays as it is, spent secrets too, so
    /// that the same file can be given at every start.
    public void store(
            Transactions transactions,
            Customers customerStore,
            CustomerKeys customerKeys,
            Devices devices,
            SecureRandom random,
            Clock clock) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Map<String, CustomerId> ids = new LinkedHashMap<>();
        customers.forEach((key, displayName) ->
                ids.put(key, customerStore.byExternalKey(key).map(Customer::id).orElseGet(() -> {
                    CustomerId proposed = CustomerId.generate(random);
                    Customer customer = new Customer(proposed, key, displayName, now);
                    customerKeys.make(proposed);
                    return transactions
                            .inCustomerTransaction(proposed, tx -> customerStore.addOrExisting(tx, customer))
                            .id();
                })));
        for (Entry entry : entries) {
            CustomerId customer = Objects.requireNonNull(ids.get(entry.customer()));
            Enrolment enrolment = new Enrolment(
                    entry.secret(), customer, entry.device(), entry.deviceName(), entry.deviceModel(), now, null);
            transactions.inCustomerTransaction(customer, tx -> devices.addEnrolment(tx, enrolment));
        }
    }

    @Override
    public String toString() {
        return "EnrolmentFile[" + customers.size() + " customers, " + entries.size() + " enrolments]";
    }
}
