package org.simplesignin.client;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PackagesTest {
    private static final String ROOT = "org.simplesignin.client";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);

    @Test
    void packagesHaveNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    /// Who draws, asks the server and listens to apps is known to none of these.
    @ParameterizedTest
    @CsvSource({
        "time, ''",
        "http, ''",
        "device, ''",
        "theme, device",
        "session, device time",
        "registration, device time session",
        "dialog, device time"
    })
    void lowerPackagesImportOfTheClientNoMoreThanThese(String name, String others) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + name)
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage(ROOT + ".."))
                        .or(resideInAnyPackage(Stream.concat(Stream.of(name), Stream.of(others.split(" ")))
                                .map(other -> ROOT + "." + other)
                                .toArray(String[]::new))))
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
