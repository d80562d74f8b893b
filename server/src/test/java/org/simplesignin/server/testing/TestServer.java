package org.simplesignin.server.testing;

import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.simplesignin.protocol.LinkUserAccountResponse;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.server.DataDirectory;
import org.simplesignin.server.Server;
import org.simplesignin.server.ServerSettings;
import org.simplesignin.server.Stores;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.device.Enrolment;
import org.simplesignin.server.http.NetworkAddress;
import org.simplesignin.server.id.CustomerId;
import org.simplesignin.server.id.RegistrationId;
import org.simplesignin.server.id.SecretHash;
import org.simplesignin.server.keys.CryptoProvider;
import org.simplesignin.server.keys.WrappingKeys;
import org.simplesignin.server.limit.Limit;
import org.simplesignin.server.limit.Rate;
import org.simplesignin.server.password.Passwords;
import org.simplesignin.server.registration.Approving;
import org.simplesignin.server.session.SignedIn;
import org.simplesignin.server.storage.sql.SqlStorage;

/// A server on a free port over a real database, with two apps of one identity provider, one of another and a blocked
/// one.
public final class TestServer implements AutoCloseable {
    /// What devices believe to be talking to.
    public static final String PUBLIC_URL = "https://ssi.example";

    /// The `iss` of SSI tokens.
    public static final String ISSUER = "https://issuer.example";

    /// The clock of tests stands still, so that no bucket would ever fill again.
    private static final Map<Limit, Rate> WITHOUT_LIMITS = Arrays.stream(Limit.values())
            .collect(Collectors.toMap(Function.identity(), limit -> new Rate(1_000_000_000, Duration.ofSeconds(1))));

    private static final String NO_ENROLMENTS = "{\"customers\": [], \"enrolments\": []}";

    private static final String REGISTRY = """
            {"identityProviders": [
                {"identityProviderName": "sample-video", "name": "Sample Video"},
                {"identityProviderName": "other-music", "name": "Other Music"}],
             "apps": [
                {"app": "sample-tv", "name": "SSISampleApplication", "publisher": "Sample", "identityProviderName": "sample-video",
                 "webOrigins": ["http://sample.tv-1.localhost:8602"], "nativeApp": true},
                {"app": "sample-kids", "name": "Sample Kids", "publisher": "Sample", "identityProviderName": "sample-video",
                 "webOrigins": ["https://kids.example"]},
                {"app": "other-app", "name": "Other App", "publisher": "Other", "identityProviderName": "other-music",
                 "webOrigins": ["https://other.example"]},
                {"app": "blocked-app", "name": "Blocked", "publisher": "Sample", "identityProviderName": "sample-video",
                 "webOrigins": ["https://blocked.example"], "blocked": true}]}
            """;

    private final MovableClock clock;
    private final SecureRandom random = new SecureRandom();
    private final AtomicInteger customers = new AtomicInteger();
    private final Base base;
    private final Server server;
    private final String publicUrl;
    private final String pagesUrl;

    /// What a server stands on.
    private record Base(SqlStorage storage, WrappingKeys wrappingKeys, MovableClock clock, Runnable closing) {
        /// Returns the files in this directory, to be closed with the server.
        static Base in(Path directory) {
            CryptoProvider.install();
            Template.copyTo(directory);
            MovableClock clock = new MovableClock();
            DataDirectory data = DataDirectory.open(directory, new SecureRandom(), clock, clock);
            return new Base(data.storage(), data.wrappingKeys(), clock, data::close);
        }
    }

    private TestServer(
            Path directory,
            Base base,
            int port,
            String publicUrl,
            UnaryOperator<Stores> change,
            UnaryOperator<ServerSettings> changeSettings) {
        this.publicUrl = publicUrl;
        this.base = base;
        this.clock = base.clock();
        Path registry = write(directory.resolve("registry.json"), REGISTRY);
        Path enrolments = write(directory.resolve("enrolments.json"), NO_ENROLMENTS);
        ServerSettings settings = changeSettings.apply(ServerSettings.of(
                        port, registry, enrolments, publicUrl, ISSUER, directory.resolve("mail"))
                .with(usual -> usual.limits(WITHOUT_LIMITS)
                        .operations(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))));
        pagesUrl = settings.pagesUrl();
        try {
            server = new Server(
                    settings,
                    base.wrappingKeys(),
                    change.apply(DataDirectory.storesOf(base.storage())),
                    random,
                    clock,
                    clock);
        } catch (RuntimeException e) {
            base.closing().run();
            throw e;
        }
    }

    /// Starts one with its files in this directory.
    public static TestServer start(Path directory) {
        return start(directory, UnaryOperator.identity());
    }

    /// Starts one with some of its stores replaced.
    public static TestServer start(Path directory, UnaryOperator<Stores> change) {
        return new TestServer(directory, Base.in(directory), 0, PUBLIC_URL, change, UnaryOperator.identity());
    }

    /// Starts one with other settings.
    public static TestServer startWith(Path directory, UnaryOperator<ServerSettings> change) {
        return new TestServer(directory, Base.in(directory), 0, PUBLIC_URL, UnaryOperator.identity(), change);
    }

    /// Starts one in the open, over these apps, which this origin may show in a frame.
    public static TestServer startInTheOpen(Path directory, String registry, @Nullable String embedder) {
        Path apps = write(directory.resolve("apps.json"), registry);
        int port = Ports.free();
        return new TestServer(
                directory,
                Base.in(directory),
                port,
                "http://ssi.simple-sign-in.localhost:" + port,
                UnaryOperator.identity(),
                usual -> ServerSettings.of(
                                port, apps, usual.enrolments(), usual.publicUrl(), ISSUER, directory.resolve("mail"))
                        .with(change ->
                                change.embedder(embedder).limits(WITHOUT_LIMITS).operations(usual.operations())));
    }

    /// Starts one whose public URL is where it really is, for browsers and for clients that are not ours.
    public static TestServer startInTheOpen(Path directory) {
        int port = Ports.free();
        return new TestServer(
                directory,
                Base.in(directory),
                port,
                "http://localhost:" + port,
                UnaryOperator.identity(),
                UnaryOperator.identity());
    }

    /// Starts one with other settings on a host of its own, for browsers.
    public static TestServer startInTheOpenWith(Path directory, UnaryOperator<ServerSettings> change) {
        int port = Ports.free();
        return new TestServer(
                directory,
                Base.in(directory),
                port,
                "http://ssi.simple-sign-in.localhost:" + port,
                UnaryOperator.identity(),
                change);
    }

    /// Starts one over a database that is the caller's, who closes it afterwards.
    public static TestServer over(Path directory, SqlStorage storage, WrappingKeys wrappingKeys, MovableClock clock) {
        CryptoProvider.install();
        Base base = new Base(storage, wrappingKeys, clock, () -> {});
        return new TestServer(directory, base, 0, PUBLIC_URL, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /// Starts another node over the same database, to be closed before this one.
    public TestServer anotherNode(Path directory) {
        return over(directory, storage(), base.wrappingKeys(), clock);
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Returns its clock.
    public MovableClock clock() {
        return clock;
    }

    /// Returns its database.
    public SqlStorage storage() {
        return base.storage();
    }

    /// Returns its URL.
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    /// Returns the operator's own client of its operations port.
    public TestDevice operator() {
        return new TestDevice(operationsUrl(), publicUrl, Proof.newKey());
    }

    /// Returns the URL of its operations port.
    public URI operationsUrl() {
        return URI.create("http://127.0.0.1:" + server.operationsPort().orElseThrow());
    }

    /// Returns what devices believe to be talking to.
    public String publicUrl() {
        return publicUrl;
    }

    /// Returns a device that is registered with nobody.
    public TestDevice stranger() {
        return stranger(Proof.newKey());
    }

    /// Returns a device with this key that is registered with nobody.
    public TestDevice stranger(KeyPair key) {
        return new TestDevice(url(), publicUrl, key);
    }

    /// Returns a device that is registered with nobody, of a server that runs elsewhere under [#PUBLIC_URL].
    public static TestDevice strangerAt(URI url) {
        return new TestDevice(url, PUBLIC_URL, Proof.newKey());
    }

    /// Returns a device with the key of another.
    public TestDevice twinOf(TestDevice device) {
        return stranger(device.key()).with(device.tokens());
    }

    /// Returns a browser in which this customer is signed in just now.
    public TestBrowser browser(Customer customer) {
        return browser().with(SignedIn.COOKIE, signIn(customer));
    }

    /// Returns the cookie of a browser in which this customer is signed in just now, for a browser with a screen.
    public Cookie cookie(Customer customer) {
        return new Cookie("__Host-" + SignedIn.COOKIE, signIn(customer))
                // A secure cookie is set for https only, and yet sent to localhost without TLS.
                .setUrl(publicUrl.replaceFirst("^http:", "https:"))
                .setSecure(true)
                .setHttpOnly(true)
                .setSameSite(SameSiteAttribute.LAX);
    }

    private String signIn(Customer customer) {
        return SignedIn.cookie(
                storage().transactions(), storage().accounts().sessions(), customer.id(), random, clock.instant());
    }

    /// Returns a browser in which nobody is signed in.
    public TestBrowser browser() {
        return new TestBrowser(url(), pagesUrl);
    }

    /// Returns a browser in which nobody is signed in, which reaches this server by way of another URL.
    public TestBrowser browserAt(URI url) {
        return new TestBrowser(url, pagesUrl);
    }

    /// Returns where browsers reach the customer's pages.
    public String pagesUrl() {
        return pagesUrl;
    }

    /// Stores a new customer.
    public Customer newCustomer() {
        return newCustomer("Alice");
    }

    /// Stores a new customer of this name.
    public Customer newCustomer(String displayName) {
        return newCustomer("customer-" + customers.incrementAndGet(), displayName);
    }

    /// Stores a new customer with these names.
    public Customer newCustomer(String externalKey, String displayName) {
        CustomerId id = CustomerId.generate(random);
        storage().customerKeys().make(id);
        Customer customer = new Customer(id, externalKey, displayName, clock.instant());
        return storage()
                .transactions()
                .inCustomerTransaction(id, tx -> storage().customers().addOrExisting(tx, customer));
    }

    /// Returns a fresh enrolment secret of this customer.
    public String enrolmentSecret(Customer customer) {
        return enrolmentSecret(customer, "TV", "Test TV");
    }

    private String enrolmentSecret(Customer customer, String name, String model) {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Enrolment enrolment =
                new Enrolment(SecretHash.of(secret), customer.id(), "tv", name, model, clock.instant(), null);
        storage()
                .transactions()
                .inCustomerTransaction(customer.id(), tx -> storage().devices().addEnrolment(tx, enrolment));
        return secret;
    }

    /// Returns a new device of this customer.
    public TestDevice newDevice(Customer customer) {
        return newDevice(customer, "TV", "Test TV");
    }

    /// Returns a new device of this customer with this name and model.
    public TestDevice newDevice(Customer customer, String name, String model) {
        TestDevice device = stranger();
        Received received = device.enrol(enrolmentSecret(customer, name, model));
        if (received.status() != 200) {
            throw new AssertionError("cannot enrol: " + received.text());
        }
        return device;
    }

    /// Returns the table of its routes.
    public List<String> routes() {
        return server.routes();
    }

    /// Returns the customer's side of device registration.
    public Approving approving() {
        return server.approving();
    }

    /// Returns what hashes its customers' passwords.
    public Passwords passwords() {
        return server.passwords();
    }

    /// Approves the registration of this user code as the customer would.
    public Approving.Decision approve(Customer customer, String userCode) {
        RegistrationId id = approving()
                .open(customer.id(), new NetworkAddress(InetAddress.getLoopbackAddress()), userCode)
                .orElseThrow(() -> new AssertionError("the user code is not taken"));
        return approving().choose(customer.id(), id, userCode);
    }

    /// Returns a new device of a new customer.
    public TestDevice newDevice() {
        return newDevice(newCustomer());
    }

    /// Starts and finishes a link; returns what the app gets.
    public static LinkUserAccountResponse link(TestDevice device, StartLinkRequest request) {
        StartLinkAnswer start = device.post(DeviceApi.START_LINK, request).as(StartLinkAnswer.class);
        LinkUserAccountResponse response = start.response();
        return response != null ? response : finish(device, String.valueOf(start.linkId()), Consent.ALLOWED, request);
    }

    /// Finishes a link.
    public static LinkUserAccountResponse finish(
            TestDevice device, String linkId, Consent consent, StartLinkRequest request) {
        return device.post(DeviceApi.FINISH_LINK, new FinishLinkRequest(linkId, consent, request))
                .as(LinkUserAccountResponse.class);
    }

    @Override
    public void close() {
        server.close();
        base.closing().run();
    }

    /// The files of a server that was started once, so that not every test waits for four fresh RSA keys.
    private static final class Template {
        private static final List<String> FILES = List.of("server.db", "wrapping-keys.json", "customer-keys.db");
        private static final Path DIRECTORY = make();

        private Template() {}

        private static Path make() {
            CryptoProvider.install();
            try {
                Path directory = Files.createTempDirectory("simple-sign-in-test");
                directory.toFile().deleteOnExit();
                FILES.forEach(name -> directory.resolve(name).toFile().deleteOnExit());
                Path registry = write(directory.resolve("registry.json"), REGISTRY);
                Path enrolments = write(directory.resolve("enrolments.json"), NO_ENROLMENTS);
                MovableClock clock = new MovableClock();
                SecureRandom random = new SecureRandom();
                try (DataDirectory data = DataDirectory.open(directory, random, clock);
                        Server once = new Server(
                                ServerSettings.of(
                                        0, registry, enrolments, PUBLIC_URL, ISSUER, directory.resolve("mail")),
                                data.wrappingKeys(),
                                data.stores(),
                                random,
                                clock)) {
                    Files.delete(registry);
                    Files.delete(enrolments);
                    return once.port() > 0 ? directory : Path.of("");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        static void copyTo(Path directory) {
            try {
                if (Files.notExists(directory.resolve("server.db"))) {
                    for (String name : FILES) {
                        Files.copy(
                                DIRECTORY.resolve(name), directory.resolve(name), StandardCopyOption.COPY_ATTRIBUTES);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
