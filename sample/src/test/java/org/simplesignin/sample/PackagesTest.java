package org.simplesignin.sample;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// App and backend are programs of their own, on two machines: what they share is what they say to each other.
final class PackagesTest {
    private static final String ROOT = "org.simplesignin";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT + ".sample");

    /// Besides the wire, `protocol`.
    @ParameterizedTest
    @CsvSource({"api, protocol, protocol", "cli, sdk, sdk", "backend, tokens, http"})
    void eachPartKnowsItsModulesAndNotTheOtherPart(String part, String module, String another) {
        classes()
                .that()
                .resideInAPackage(ROOT + ".sample." + part)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(ROOT + ".."))
                        .or(resideInAnyPackage(
                                ROOT + ".sample." + part,
                                ROOT + ".sample.api",
                                ROOT + ".protocol..",
                                ROOT + "." + module,
                                ROOT + "." + another)))
                .check(CLASSES);
    }

    @Test
    void thereIsNothingBesidesTheParts() {
        classes()
                .should()
                .resideInAnyPackage(ROOT + ".sample.api", ROOT + ".sample.backend", ROOT + ".sample.cli")
                .check(CLASSES);
    }

    @Test
    void onlyWhoIsStartedAsksTheSystemForTheTime() {
        noClasses()
                .that()
                .doNotHaveSimpleName("BackendMain")
                .and()
                .doNotHaveSimpleName("SampleCli")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .check(CLASSES);
    }
}
