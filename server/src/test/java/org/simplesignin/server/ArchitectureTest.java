package org.simplesignin.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Which package may know which. What this test allows is what `package-info` of `org.simplesignin.server` tells.
final class ArchitectureTest {
    private static final String ROOT = "org.simplesignin.server";
    private static final String[] NOUNS = {
        ROOT + ".account..",
        ROOT + ".app..",
        ROOT + ".audit..",
        ROOT + ".closing..",
        ROOT + ".consent..",
        ROOT + ".customer..",
        ROOT + ".customerpage..",
        ROOT + ".device..",
        ROOT + ".discovery..",
        ROOT + ".enrolment..",
        ROOT + ".link..",
        ROOT + ".metric..",
        ROOT + ".oidc..",
        ROOT + ".passkey..",
        ROOT + ".registration..",
        ROOT + ".session..",
        ROOT + ".switches.."
    };
    private static final String[] LEAVES = {
        ROOT + ".config..",
        ROOT + ".http..",
        ROOT + ".id..",
        ROOT + ".keys..",
        ROOT + ".limit..",
        ROOT + ".mail..",
        ROOT + ".page..",
        ROOT + ".password..",
        ROOT + ".storage",
        ROOT + ".time.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycle() {
        slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void leavesKnowNoNoun() {
        noClasses()
                .that()
                .resideInAnyPackage(LEAVES)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(NOUNS)
                .check(CLASSES);
    }

    @Test
    void timeKnowsNobody() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".time..")
                .should()
                .dependOnClassesThat(resideInAPackage(ROOT + "..").and(resideOutsideOfPackage(ROOT + ".time..")))
                .check(CLASSES);
    }

    @Test
    void onlyTheDataDirectoryKnowsTheEngine() {
        classes()
                .that()
                .resideInAPackage(ROOT + ".storage.sql..")
                .should()
                .onlyBeAccessed()
                .byClassesThat()
                .resideInAnyPackage(ROOT + ".storage.sql..", ROOT)
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveSimpleName("DataDirectory")
                .and()
                .resideOutsideOfPackage(ROOT + ".storage.sql..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + ".storage.sql..")
                .check(CLASSES);
    }

    @Test
    void onlyTheRootKnowsTheRoot() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT)
                .check(CLASSES);
    }

    @Test
    void onlyHttpKnowsTheWebServer() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + ".http..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.simplesignin.http..", "org.eclipse.jetty..")
                .check(CLASSES);
    }

    @Test
    void nobodyReadsTheSystemClockOrTheClient() {
        noClasses()
                .that()
                .doNotHaveSimpleName("ServerMain")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .check(CLASSES);
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.simplesignin.client..")
                .check(CLASSES);
    }
}
