package org.simplesignin.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PackagesTest {
    private static final String ROOT = "org.simplesignin.client";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void leavesImportNoOtherPackageOfTheClient() {
        for (String leaf : List.of("time", "http", "device")) {
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "." + leaf)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            List.of("call", "dialog", "local", "metric", "presenter", "session", "shell").stream()
                                    .map(name -> ROOT + "." + name)
                                    .toArray(String[]::new))
                    .check(CLASSES);
        }
    }

    @Test
    void dialogsKnowNeitherServerNorScreen() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".dialog")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + ".session",
                        ROOT + ".shell",
                        ROOT + ".http",
                        ROOT + ".local",
                        ROOT + ".call",
                        ROOT + ".presenter")
                .check(CLASSES);
    }

    @Test
    void clientImportsNoServerAndNoSdk() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.simplesignin.server..", "org.simplesignin.sdk..", "org.simplesignin.sample..")
                .check(CLASSES);
    }

    @Test
    void onlyWhoIdentifiesCallersMakesThem() {
        for (Class<?> caller : List.of(
                org.simplesignin.client.call.Caller.Web.class, org.simplesignin.client.call.Caller.Native.class)) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + ".local", ROOT + ".shell", ROOT + ".call")
                    .should()
                    .dependOnClassesThat()
                    .belongToAnyOf(caller)
                    .check(CLASSES);
        }
    }

    @Test
    void nothingButTheCommandAsksTheSystemForTheTime() {
        noClasses()
                .that()
                .doNotHaveSimpleName("SystemTime")
                .and()
                .doNotHaveSimpleName("ClientCommand")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.time.Clock.class, "systemUTC")
                .check(CLASSES);
    }

    @Test
    void everythingIsFinal() {
        classes()
                .that()
                .areNotInterfaces()
                .and()
                .areNotEnums()
                .and()
                .areNotAnonymousClasses()
                .should()
                .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.FINAL)
                .check(CLASSES);
    }
}
