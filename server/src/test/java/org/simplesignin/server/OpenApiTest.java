package org.simplesignin.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.simplesignin.protocol.SSIEvent;
import org.simplesignin.protocol.device.Consent;
import org.simplesignin.protocol.device.DeviceApi;
import org.simplesignin.protocol.device.DeviceAuthorizationAnswer;
import org.simplesignin.protocol.device.FinishLinkRequest;
import org.simplesignin.protocol.device.MetricBatch;
import org.simplesignin.protocol.device.MetricEvent;
import org.simplesignin.protocol.device.ProblemCode;
import org.simplesignin.protocol.device.StartLinkAnswer;
import org.simplesignin.protocol.device.StartLinkRequest;
import org.simplesignin.protocol.device.StartSelectionRequest;
import org.simplesignin.protocol.device.SwitchChange;
import org.simplesignin.protocol.device.SwitchScope;
import org.simplesignin.protocol.device.UserAndLinksRequest;
import org.simplesignin.server.customer.Customer;
import org.simplesignin.server.testing.Partner;
import org.simplesignin.server.testing.Received;
import org.simplesignin.server.testing.TestDevice;
import org.simplesignin.server.testing.TestServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/// `docs/openapi.yaml` against the server as it is: the table of its routes, the messages it speaks, what it answers.
final class OpenApiTest {
    private static final Set<String> API = Set.of(".well-known", "apps", "health", "metrics", "oauth");
    private static final Set<String> PAGES = Set.of(
            "account",
            "assets",
            "device",
            "devices",
            "export",
            "history",
            "links",
            "password-reset",
            "sign-in",
            "sign-out",
            "sign-up",
            "switches");
    private static final String IRI = "https://openapi.example/document";
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    @TempDir
    private static Path directory;

    private static JsonNode document;
    private static SchemaRegistry schemas;
    private static TestServer server;

    @BeforeAll
    static void start() {
        document = new YAMLMapper()
                .readTree(Path.of(System.getProperty("root.dir"), "docs", "openapi.yaml")
                        .toFile());
        schemas = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(Map.of(IRI, document.toString())));
        server = TestServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static boolean isApi(String route) {
        String[] path = route.split("[ /]+", -1);
        return path.length > 1 && (API.contains(path[1]) || route.contains(" /device/v1/"));
    }

    private static Set<String> documented() {
        Set<String> routes = new TreeSet<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(
                                method -> routes.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
        return routes;
    }

    private static JsonNode operation(String route) {
        String[] parts = route.split(" ", -1);
        return document.get("paths").get(parts[1]).get(parts[0].toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void everyRouteIsDocumentedAndNoOther() {
        Set<String> served =
                server.routes().stream().filter(OpenApiTest::isApi).collect(Collectors.toCollection(TreeSet::new));

        assertEquals(served, documented());
    }

    @Test
    void whatIsNoApiIsAPage() {
        for (String route : server.routes()) {
            String[] path = route.split("[ /]+", -1);
            assertTrue(
                    isApi(route) || path[1].isEmpty() || PAGES.contains(path[1]),
                    route + ": describe it in docs/openapi.yaml, or name it here where it is a page");
        }
    }

    @Test
    void operationsAreWhole() {
        Set<String> ids = new TreeSet<>();
        for (String route : documented()) {
            JsonNode operation = operation(route);
            assertTrue(METHODS.contains(route.split(" ", -1)[0].toLowerCase(java.util.Locale.ROOT)), route);
            assertTrue(ids.add(operation.get("operationId").stringValue()), route);
            assertFalse(operation.get("summary").stringValue().isBlank(), route);
            assertTrue(operation.get("responses").has("default"), route);
            assertEquals(route.contains(" /device/v1/"), operation.has("security"), route);
        }
        assertEquals("3.1.0", document.get("openapi").stringValue());
        assertEquals(documented().size(), ids.size());
    }

    @Test
    void pathParametersAreDeclared() {
        for (String route : documented()) {
            List<String> declared = new ArrayList<>();
            JsonNode parameters = operation(route).path("parameters");
            for (JsonNode parameter : parameters) {
                JsonNode whole =
                        parameter.has("$ref") ? referenced(parameter.get("$ref").stringValue()) : parameter;
                if (whole.get("in").stringValue().equals("path")) {
                    declared.add(whole.get("name").stringValue());
                }
            }
            List<String> inPath = Arrays.stream(route.split("/", -1))
                    .filter(part -> part.startsWith("{"))
                    .map(part -> part.substring(1, part.length() - 1))
                    .toList();
            assertEquals(inPath, declared, route);
        }
    }

    private static JsonNode referenced(String pointer) {
        JsonNode node = document.at(pointer.substring(1));
        assertFalse(node.isMissingNode(), pointer);
        return node;
    }

    @Test
    void referencesLeadSomewhereAndNothingIsLeftOver() {
        Set<String> used = new TreeSet<>();
        collectReferences(document, used);
        used.forEach(OpenApiTest::referenced);
        for (String kind : document.get("components").propertyNames()) {
            if (!kind.equals("securitySchemes")) {
                for (String name : document.get("components").get(kind).propertyNames()) {
                    assertTrue(used.contains("#/components/" + kind + "/" + name), name + " is used nowhere");
                }
            }
        }
    }

    private static void collectReferences(JsonNode node, Set<String> into) {
        if (node.has("$ref")) {
            into.add(node.get("$ref").stringValue());
        }
        node.forEach(child -> collectReferences(child, into));
    }

    @Test
    void schemasAreSchemas() {
        var metaSchema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(SchemaLocation.of("https://json-schema.org/draft/2020-12/schema"));
        for (Map.Entry<String, JsonNode> schema :
                document.get("components").get("schemas").properties()) {
            assertEquals(List.of(), metaSchema.validate(schema.getValue()), schema.getKey());
        }
    }

    /// A schema that has the name of a message has its members, those mandatory that the message demands.
    @Test
    void schemasAreTheMessages() {
        int compared = 0;
        for (Map.Entry<String, JsonNode> schema :
                document.get("components").get("schemas").properties()) {
            Class<?> message = message(schema.getKey());
            if (message == null) {
                continue;
            }
            compared++;
            if (message == ProblemCode.class) {
                continue;
            }
            if (message.isEnum()) {
                assertEquals(
                        Arrays.stream(message.getEnumConstants())
                                .map(Object::toString)
                                .toList(),
                        texts(schema.getValue().get("enum")),
                        schema.getKey());
                continue;
            }
            List<RecordComponent> members = List.of(message.getRecordComponents());
            assertEquals(
                    members.stream().map(RecordComponent::getName).toList(),
                    List.copyOf(schema.getValue().get("properties").propertyNames()),
                    schema.getKey());
            assertEquals(
                    members.stream()
                            .filter(member -> !member.getAnnotatedType().isAnnotationPresent(Nullable.class))
                            .map(RecordComponent::getName)
                            .toList(),
                    texts(schema.getValue().path("required")),
                    schema.getKey());
        }
        assertTrue(compared >= 25, "only " + compared + " messages were compared");
    }

    private static @Nullable Class<?> message(String name) {
        Class<?> ofApps = classNamed("org.simplesignin.protocol." + name);
        return ofApps != null ? ofApps : classNamed("org.simplesignin.protocol.device." + name);
    }

    private static @Nullable Class<?> classNamed(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            return null; // the schema is not a message's
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.stringValue()));
        return texts;
    }

    @Test
    void problemCodesAreTheServers() {
        assertEquals(
                Arrays.stream(ProblemCode.values()).map(ProblemCode::wireName).collect(Collectors.toSet()),
                Set.copyOf(texts(referenced("#/components/schemas/ProblemCode").get("enum"))));
    }

    /// Asserts that this answer is one of those that the document knows for the route.
    private static Received as(String route, int status, Received received) {
        assertEquals(status, received.status(), received.text());
        JsonNode responses = operation(route).get("responses");
        JsonNode response = responses.has(Integer.toString(status))
                ? responses.get(Integer.toString(status))
                : responses.get("default");
        String pointer = response.has("$ref") ? response.get("$ref").stringValue() : pointer(route, status);
        JsonNode whole = response.has("$ref") ? referenced(pointer) : response;
        String mediaType = received.header("Content-Type").orElse("").split(";", -1)[0];
        if (!whole.has("content")) {
            assertEquals("", mediaType, route);
            return received;
        }
        assertTrue(whole.get("content").has(mediaType), route + " answered " + mediaType);
        if (mediaType.endsWith("json")) {
            SchemaLocation at =
                    SchemaLocation.of(IRI + pointer + "/content/" + mediaType.replace("/", "~1") + "/schema");
            assertEquals(
                    List.of(),
                    schemas.getSchema(at).validate(received.text(), InputFormat.JSON),
                    route + " " + received.text());
        }
        return received;
    }

    private static String pointer(String route, int status) {
        String[] parts = route.split(" ", -1);
        return "#/paths/" + parts[1].replace("/", "~1") + "/" + parts[0].toLowerCase(java.util.Locale.ROOT)
                + "/responses/" + status;
    }

    @Test
    void answersOfRegistrationAreAsDocumented() {
        Customer customer = server.newCustomer();
        TestDevice device = server.stranger();
        Map<String, String> client = Map.of("client_id", DeviceApi.CLIENT_ID);
        String authorize = "POST " + DeviceApi.DEVICE_AUTHORIZATION;
        String token = "POST " + DeviceApi.TOKEN;
        as(authorize, 400, device.sendForm(DeviceApi.DEVICE_AUTHORIZATION, client, "no.proof.at-all"));
        as(authorize, 401, device.authorize(Map.of("client_id", "other"), false));
        DeviceAuthorizationAnswer codes =
                as(authorize, 200, device.authorize(client, true)).as(DeviceAuthorizationAnswer.class);
        as(token, 400, device.poll(codes.device_code()));
        as(token, 400, device.poll(codes.device_code()));
        as(token, 400, device.poll("unknown"));
        as(token, 400, device.token(Map.of("grant_type", "password")));
        server.approve(customer, codes.user_code());
        as(token, 200, device.poll(codes.device_code()));
        as(token, 200, device.refresh());
        as("POST " + DeviceApi.REVOCATION, 200, device.revoke(device.tokens().refresh_token()));
        as("POST " + DeviceApi.REVOCATION, 400, device.revoke(" "));
        as("GET " + DeviceApi.CUSTOMER, 401, device.get(DeviceApi.CUSTOMER));
    }

    @Test
    void answersToDevicesAreAsDocumented() {
        TestDevice device = server.newDevice();
        Partner partner = new Partner(server, "sample-tv", "sample-video");
        as("GET " + DeviceApi.CUSTOMER, 200, device.get(DeviceApi.CUSTOMER));
        as("GET " + DeviceApi.APPS, 200, device.get(DeviceApi.APPS));
        StartLinkRequest request = partner.linkRequest(device, "bob");
        StartLinkAnswer started = as("POST " + DeviceApi.START_LINK, 200, device.post(DeviceApi.START_LINK, request))
                .as(StartLinkAnswer.class);
        String link = Objects.requireNonNull(started.linkId());
        as(
                "POST " + DeviceApi.FINISH_LINK,
                200,
                device.post(DeviceApi.FINISH_LINK, new FinishLinkRequest(link, Consent.ALLOWED, request)));
        as("POST " + DeviceApi.START_LINK, 200, device.post(DeviceApi.START_LINK, request));
        as(
                "POST " + DeviceApi.USER_AND_LINKS,
                200,
                device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("sample-tv", "sample-video", "n")));
        as(
                "POST " + DeviceApi.USER_AND_LINKS,
                404,
                device.post(DeviceApi.USER_AND_LINKS, new UserAndLinksRequest("nobody", "sample-video", null)));
        as(
                "POST " + DeviceApi.START_SELECTION,
                200,
                device.post(DeviceApi.START_SELECTION, new StartSelectionRequest("sample-tv", List.of(link))));
        as("GET " + DeviceApi.LINKS, 200, device.get(DeviceApi.LINKS));
        as("DELETE " + DeviceApi.LINKS + "/{linkId}", 204, device.delete(DeviceApi.LINKS + "/" + link));
        as("DELETE " + DeviceApi.LINKS + "/{linkId}", 400, device.delete(DeviceApi.LINKS + "/x"));
        as("GET " + DeviceApi.SWITCHES, 200, device.get(DeviceApi.SWITCHES));
        as(
                "PUT " + DeviceApi.SWITCHES,
                200,
                device.put(DeviceApi.SWITCHES, new SwitchChange(SwitchScope.APP, "sample-tv", false)));
        MetricEvent event = new MetricEvent("e".repeat(22), "sample-tv", 0, SSIEvent.LOGIN_SUCCESS, null, null);
        as(
                "POST " + DeviceApi.METRIC_EVENTS,
                204,
                device.post(DeviceApi.METRIC_EVENTS, new MetricBatch(List.of(event), 0)));
        as("POST " + DeviceApi.METRIC_EVENTS, 400, device.post(DeviceApi.METRIC_EVENTS, Map.of()));
    }

    @Test
    void answersToAnybodyAreAsDocumented() {
        TestDevice stranger = server.stranger();
        for (String path : List.of(DeviceApi.METADATA, DeviceApi.KEYS)) {
            as("GET " + path, 200, stranger.send("GET", path, null, request -> {}));
        }
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            as("GET " + path, 200, server.operator().send("GET", path, null, request -> {}));
        }
        for (String path : List.of("/apps/{app}/app-keys", "/apps/{app}/app-key.pem")) {
            as("GET " + path, 200, stranger.send("GET", path.replace("{app}", "sample-tv"), null, request -> {}));
            as("GET " + path, 404, stranger.send("GET", path.replace("{app}", "nobody"), null, request -> {}));
        }
        as("GET /apps/{app}/icon", 404, stranger.send("GET", "/apps/sample-tv/icon", null, request -> {}));
    }
}
