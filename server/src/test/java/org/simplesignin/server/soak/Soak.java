package org.simplesignin.server.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.simplesignin.protocol.Json;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import org.simplesignin.tokens.AppKey;
import org.simplesignin.tokens.LinkTokenIssuer;
import org.simplesignin.tokens.LinkTokenKeys;

/// Sixteen clients on the devices of four customers, and a server that is killed again and again while they work.
final class Soak implements AutoCloseable {
    static final int CUSTOMERS = 4;
    static final int CLIENTS_OF_CUSTOMER = 4;
    static final int DEVICES_OF_CUSTOMER = 3;

    private final ServerProcess server;
    private final Path directory;
    private final List<CustomerModel> models = new ArrayList<>();
    private final List<SoakClient> clients = new ArrayList<>();
    private final AtomicLong operations = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();
    private final long operationsBetweenKills;
    private long kills;

    /// @param secrets how many enrolment secrets each customer has
    Soak(Path directory, int secrets, long operationsBetweenKills, List<String> javaOptions) {
        this.directory = directory;
        this.operationsBetweenKills = operationsBetweenKills;
        List<Queue<String>> secretsOfCustomers = writeFiles(directory, secrets);
        server = new ServerProcess(directory, javaOptions);
        String pem = newDevice()
                .send("GET", "/apps/sample-tv/app-key.pem", null, request -> {})
                .text();
        LinkTokenIssuer issuer = LinkTokenIssuer.of(LinkTokenKeys.generate(), AppKey.parsePem(pem));
        AtomicLong ticks = new AtomicLong();
        for (Queue<String> ofCustomer : secretsOfCustomers) {
            CustomerModel model = new CustomerModel(ticks);
            models.add(model);
            List<Slot> slots = new ArrayList<>();
            for (int device = 0; device < DEVICES_OF_CUSTOMER; device++) {
                slots.add(new Slot(model, ofCustomer));
            }
            for (int client = 0; client < CLIENTS_OF_CUSTOMER; client++) {
                clients.add(new SoakClient(this, slots, issuer, RandomGenerator.of("L64X128MixRandom")));
            }
            slots.forEach(slot -> clients.getLast().register(slot, newDevice()));
        }
    }

    private static List<Queue<String>> writeFiles(Path directory, int secrets) {
        SecureRandom random = new SecureRandom();
        List<Queue<String>> ofCustomers = new ArrayList<>();
        List<Map<String, String>> customers = new ArrayList<>();
        List<Map<String, String>> enrolments = new ArrayList<>();
        for (int customer = 0; customer < CUSTOMERS; customer++) {
            customers.add(Map.of("customer", "c" + customer, "displayName", "Customer"));
            Queue<String> ofCustomer = new ConcurrentLinkedQueue<>();
            for (int i = 0; i < secrets; i++) {
                byte[] bytes = new byte[24];
                random.nextBytes(bytes);
                String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
                ofCustomer.add(secret);
                enrolments.add(Map.of(
                        "secret",
                        secret,
                        "customer",
                        "c" + customer,
                        "device",
                        "d",
                        "deviceName",
                        "D",
                        "deviceModel",
                        "M"));
            }
            ofCustomers.add(ofCustomer);
        }
        List<Map<String, Object>> limits = new ArrayList<>();
        for (Limit limit : Limit.values()) {
            limits.add(Map.of("limit", limit.name(), "most", 1_000_000_000, "periodSeconds", 1));
        }
        Map<String, Object> app = Map.of(
                "app",
                "sample-tv",
                "name",
                "Sample",
                "publisher",
                "Sample",
                "identityProviderName",
                "sample-video",
                "nativeApp",
                true);
        write(directory.resolve("limits.json"), Map.of("limits", limits));
        write(directory.resolve("enrolments.json"), Map.of("customers", customers, "enrolments", enrolments));
        write(
                directory.resolve("registry.json"),
                Map.of(
                        "identityProviders",
                        List.of(Map.of("identityProviderName", "sample-video", "name", "Video")),
                        "apps",
                        List.of(app)));
        return ofCustomers;
    }

    private static void write(Path file, Object json) {
        try {
            Files.setPosixFilePermissions(
                    Files.write(file, Json.write(json)), PosixFilePermissions.fromString("rw-------"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ServerProcess server() {
        return server;
    }

    List<CustomerModel> models() {
        return models;
    }

    Path data() {
        return directory.resolve("data");
    }

    TestDevice newDevice() {
        return TestServer.strangerAt(server.url());
    }

    /// Lets every client do so many things; throws what one of them found wrong.
    void run(long each) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(clients.size())) {
            List<Future<?>> running = new ArrayList<>();
            for (SoakClient client : clients) {
                running.add(threads.submit(() -> run(client, each)));
            }
            for (Future<?> one : running) {
                one.get();
            }
        }
    }

    private void run(SoakClient client, long each) {
        try {
            for (long i = 0; i < each && !failed.get(); i++) {
                client.operate();
                if (operations.incrementAndGet() % operationsBetweenKills == 0) {
                    kills++;
                    server.killAndStart();
                }
            }
        } catch (RuntimeException | Error e) {
            failed.set(true);
            throw e;
        }
    }

    /// Returns what was done, for people.
    String report() {
        Map<String, Long> counts = new TreeMap<>();
        clients.forEach(client -> client.counts().forEach((what, count) -> counts.merge(what, count.get(), Long::sum)));
        long tokens = models.stream().mapToLong(CustomerModel::handedOut).sum();
        return operations + " operations, " + kills + " kills, " + tokens + " tokens handed out; "
                + counts.entrySet().stream()
                        .map(entry -> entry.getValue() + " × " + entry.getKey())
                        .collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        server.close();
    }
}
