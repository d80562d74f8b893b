package org.simplesignin.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How `.ci/verify` judges: in a checkout of one module, `shop`, whose Maven runs no tests but leaves the reports of a
/// run
/// where Surefire does.
@Tag("process")
final class SecondRunTest {
    private static final Path ROOT = Path.of(System.getProperty("root.dir"));

    @TempDir
    private Path checkout;

    private record End(int exit, List<String> said) {
        List<String> flaky() {
            return said.stream().filter(line -> line.startsWith("flaky")).toList();
        }

        void assertSaid(String line) {
            assertTrue(said.contains(line), () -> String.join("\n", said));
        }
    }

    @BeforeEach
    void checkOut() throws IOException {
        Files.createDirectories(checkout.resolve(".mvn"));
        Files.createDirectories(checkout.resolve(".ci"));
        Files.createDirectories(checkout.resolve("shop/src/test/java"));
        for (String file : List.of(".mvn/jdk.sh", ".ci/verify", ".ci/Reports.java")) {
            Files.copy(ROOT.resolve(file), checkout.resolve(file));
        }
        // At the n-th call: the reports of the directory n, and the exit code that lies beside them.
        Path maven = Files.writeString(checkout.resolve("mvnw"), """
                #!/bin/sh
                echo "$*" >>calls
                n=$(wc -l <calls)
                mkdir -p shop/target
                [ ! -d "$n" ] || cp -r "$n" shop/target/surefire-reports
                exit "$(cat "exit-$n" 2>/dev/null || echo 0)"
                """);
        Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwx------"));
    }

    private static String passed(String type, String test) {
        return "<testcase name=\"%s\" classname=\"shop.%s\" time=\"0.1\"/>".formatted(test, type);
    }

    private static String failed(String type, String test) {
        return """
                <testcase name="%s" classname="shop.%s" time="0.1">
                  <failure message="no" type="E"><![CDATA[java.lang.AssertionError: no
                \tat shop.first
                \tat shop.second
                \tat shop.third
                \tat shop.fourth]]></failure>
                </testcase>""".formatted(test, type);
    }

    /// Makes the reports of the n-th run, all in one file: which class one is of is said in each.
    private void run(int n, String... tests) throws IOException {
        Path reports = Files.createDirectories(checkout.resolve(Integer.toString(n)));
        Files.writeString(
                reports.resolve("TEST-shop.xml"),
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite>\n" + String.join("\n", tests)
                        + "\n</testsuite>");
    }

    private End verify() throws Exception {
        Path out = checkout.resolve("out.txt");
        ProcessBuilder builder =
                new ProcessBuilder("bash", checkout.resolve(".ci/verify").toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        try {
            return new End(process.waitFor(), Files.readAllLines(out, StandardCharsets.UTF_8));
        } finally {
            process.destroyForcibly();
        }
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(checkout.resolve("calls"));
    }

    @Test
    void nothingRunsASecondTimeWhereEverythingPassed() throws Exception {
        run(1, passed("ATest", "sells"), passed("BTest", "buys"));

        assertEquals(new End(0, List.of()), verify());
        assertEquals(List.of("-B verify -Dmaven.test.failure.ignore=true"), calls());
    }

    @Test
    void whatPassesTheSecondTimeIsListedAsFlakyInTheLastLines() throws Exception {
        run(1, passed("ATest", "sells"), failed("BTest", "buys"), failed("BTest", "asks"), passed("BTest", "pays"));
        run(2, passed("BTest", "buys"), passed("BTest", "asks"), passed("BTest", "pays"));

        End end = verify();

        assertEquals(0, end.exit());
        List<String> flaky = List.of(
                "flaky (passed the second time): shop.BTest.asks", "flaky (passed the second time): shop.BTest.buys");
        assertEquals(flaky, end.said().subList(end.said().size() - 2, end.said().size()));
    }

    @Test
    void classesOfFailedTestsRunOnceMoreWithTheTwoTagsOnly() throws Exception {
        run(1, failed("BTest", "buys"), passed("ATest", "sells"), failed("CTest", "asks"));
        run(2, passed("BTest", "buys"), failed("CTest", "asks"));
        run(3, passed("CTest", "asks"));

        assertEquals(1, verify().exit());
        assertEquals(2, calls().size());
        List<String> second = Arrays.asList(calls().get(1).split(" ", -1));
        assertTrue(second.contains("-Dtest=shop.BTest,shop.CTest"), second::toString);
        assertTrue(second.contains("-Dgroups=browser|process"), second::toString);
    }

    @Test
    void whatFailsTwiceFails() throws Exception {
        run(1, failed("BTest", "buys"));
        run(2, failed("BTest", "buys"));

        End end = verify();

        assertEquals(1, end.exit());
        assertEquals(List.of(), end.flaky());
        end.assertSaid("shop.BTest.buys");
        end.assertSaid("  java.lang.AssertionError: no");
        assertFalse(end.said().contains("  \tat shop.fourth"));
    }

    @Test
    void whatHasNoTagAndThereforeDidNotRunAgainFails() throws Exception {
        run(1, failed("BTest", "buys"));

        End end = verify();

        assertEquals(1, end.exit());
        end.assertSaid("shop.BTest.buys");
    }

    @Test
    void flakyTestIsStillListedWhereAnotherFails() throws Exception {
        run(1, failed("BTest", "buys"), failed("CTest", "asks"));
        run(2, passed("CTest", "asks"));

        End end = verify();

        assertEquals(1, end.exit());
        end.assertSaid("shop.BTest.buys");
        assertEquals(
                "flaky (passed the second time): shop.CTest.asks", end.said().getLast());
    }

    @Test
    void testThatFailsOnlyTheSecondTimeFails() throws Exception {
        run(1, failed("BTest", "buys"), passed("BTest", "pays"));
        run(2, passed("BTest", "buys"), failed("BTest", "pays"));

        End end = verify();

        assertEquals(1, end.exit());
        end.assertSaid("shop.BTest.pays");
    }

    @Test
    void testThatWasSkippedTheSecondTimeDidNotPass() throws Exception {
        run(1, failed("BTest", "buys"));
        run(2, "<testcase name=\"buys\" classname=\"shop.BTest\"><skipped message=\"none\"/></testcase>");

        End end = verify();

        assertEquals(1, end.exit());
        assertEquals(List.of(), end.flaky());
    }

    @Test
    void oneInvocationOfAParameterizedTestThatFailsTwiceFails() throws Exception {
        run(1, passed("BTest", "buys(String)[1]"), failed("BTest", "buys(String)[2]"));
        run(2, failed("BTest", "buys(String)[2]"), passed("BTest", "buys(String)[3]"));

        End end = verify();

        assertEquals(1, end.exit());
        assertEquals(List.of(), end.flaky());
        end.assertSaid("shop.BTest.buys");
    }

    @Test
    void classThatFailedAsAWholePassesWhenAllOfItsTestsDo() throws Exception {
        run(1, failed("BTest", ""), failed("CTest", ""), failed("DTest", ""));
        run(2, passed("BTest", "buys"), passed("BTest", "pays"), passed("CTest", "asks"), failed("CTest", "sells"));

        End end = verify();

        assertEquals(1, end.exit());
        assertEquals(List.of("flaky (passed the second time): shop.BTest"), end.flaky());
        end.assertSaid("shop.CTest.sells");
        end.assertSaid("shop.DTest");
    }

    @Test
    void whatATestPrintsIsNotTakenForAResult() throws Exception {
        run(
                1,
                "<testcase name=\"sells\" classname=\"shop.ATest\"><system-out><![CDATA["
                        + failed("X", "x").replace("]]>", "") + "]]></system-out></testcase>");

        assertEquals(new End(0, List.of()), verify());
    }

    @Test
    void buildThatFailsIsNotTriedAgainAndStillNamesTheTestsThatFailed() throws Exception {
        run(1, failed("BTest", "buys"));
        Files.writeString(checkout.resolve("exit-1"), "1");
        run(2, passed("BTest", "buys"));

        End end = verify();

        assertEquals(1, end.exit());
        assertEquals(1, calls().size());
        end.assertSaid("shop.BTest.buys");
        end.assertSaid("The build failed, not only tests: see its own messages");
    }

    @Test
    void buildThatFailsTheSecondTimeFails() throws Exception {
        run(1, failed("BTest", "buys"));
        run(2, passed("BTest", "buys"));
        Files.writeString(checkout.resolve("exit-2"), "1");

        assertEquals(1, verify().exit());
    }

    @Test
    void moduleWhoseTestsLeftNoReportFails() throws Exception {
        run(1, passed("ATest", "sells"));
        Files.createDirectories(checkout.resolve("till/src/test/java"));

        End end = verify();

        assertEquals(1, end.exit());
        assertEquals(List.of("No test of the module till left a report"), end.said());
    }

    @Test
    void reportThatCannotBeReadFails() throws Exception {
        Files.writeString(
                Files.createDirectory(checkout.resolve("1")).resolve("TEST-shop.xml"), "<testsuite><testcase");

        assertFalse(verify().exit() == 0);
    }

    @Test
    void reportsOfAnEarlierBuildAreForgotten() throws Exception {
        Path earlier = Files.createDirectories(checkout.resolve("shop/target"));
        for (String reports : List.of("surefire-reports", "first-reports")) {
            run(7, failed("OldTest", "fails"));
            Files.move(checkout.resolve("7"), earlier.resolve(reports));
        }
        run(1, passed("ATest", "sells"));

        assertEquals(new End(0, List.of()), verify());
        assertEquals(1, calls().size());
    }
}
