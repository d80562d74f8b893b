package org.simplesignin.tokens;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import tools.jackson.databind.JsonNode;

/** Reads the Project Wycheproof files of the directory that the system property {@code vectors.dir} names. */
final class Wycheproof {
    /** One case with the group it stands in. */
    record Case(JsonNode group, JsonNode test) {
        boolean isValid() {
            return test.get("result").asString().equals("valid");
        }

        String text(String name) {
            return test.path(name).asString("");
        }

        @Override
        public String toString() {
            return group.path("type").asString("") + " " + test.get("tcId") + " " + text("comment") + " ("
                    + text("result") + ")";
        }
    }

    private Wycheproof() {}

    /** Returns all cases of a file; where the file is absent the test is skipped, and says so on both channels. */
    static List<Case> cases(String file) {
        Path path = Path.of(System.getProperty("vectors.dir", "../../shared/vectors"), "wycheproof", file);
        if (!Files.exists(path)) {
            String message =
                    "SKIPPED: no Wycheproof vectors at " + path.toAbsolutePath().normalize()
                            + ". Set -Dvectors.dir=DIR to the directory that holds wycheproof/.";
            System.err.println("\n*** " + message + " ***\n");
            Assumptions.abort(message);
        }
        JsonNode root = Forge.JSON.readTree(path);
        List<Case> cases = new ArrayList<>();
        root.get("testGroups").forEach(group -> group.get("tests").forEach(test -> cases.add(new Case(group, test))));
        if (cases.size() != root.get("numberOfTests").asInt()) {
            throw new IllegalStateException(file + " says it has another number of tests");
        }
        return cases;
    }
}
