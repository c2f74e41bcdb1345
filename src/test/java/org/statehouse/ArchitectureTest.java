package org.statehouse;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;

/** The packages of the application, their order, and what each may touch. */
@AnalyzeClasses(packages = "org.statehouse", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "org.statehouse.";

    /** Lowest first: each package may use only those before it. */
    private static final List<String> ORDER = List.of(
            "problem",
            "json",
            "database",
            "cluster",
            "metadata",
            "query",
            "session",
            "lock",
            "log",
            "state",
            "history",
            "job",
            "describe",
            "memory",
            "component",
            "sync",
            "action",
            "admin",
            "live",
            "api");

    private static final Pattern FORBIDDEN_NAME =
            Pattern.compile(".*(Helper|Helpers|Util|Utils|Impl|DTO|Dto|Info)(\\$.*)?");

    @ArchTest
    static final ArchRule packages_use_only_packages_before_them_in_the_order =
            classes().that().resideOutsideOfPackage(ROOT + "launcher..").should(followTheOrder());

    @ArchTest
    static final ArchRule the_launcher_uses_nothing_of_the_application = noClasses()
            .that()
            .resideInAPackage(ROOT + "launcher..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.statehouse..").and(resideOutsideOfPackages(ROOT + "launcher..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothing_uses_the_launcher = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "launcher..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "launcher..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule sql_stays_where_the_tables_are = only(
            "java.sql..",
            "launcher",
            "database",
            "cluster",
            "metadata",
            "query",
            "session",
            "lock",
            "log",
            "state",
            "history",
            "job",
            "api");

    @ArchTest
    static final ArchRule http_stays_at_the_edges = only("jakarta.ws.rs..", "admin", "api");

    @ArchTest
    static final ArchRule hazelcast_stays_in_cluster = only("com.hazelcast..", "cluster");

    @ArchTest
    static final ArchRule time_and_ids_are_injected = noClasses()
            .that()
            .resideOutsideOfPackages(ROOT + "launcher..", ROOT + "database..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .callConstructor(Random.class)
            .orShould()
            .callMethodWhere(new DescribedPredicate<>("reads the system's clock") {
                @Override
                public boolean test(com.tngtech.archunit.core.domain.JavaMethodCall call) {
                    boolean javaTime = call.getTargetOwner().getPackageName().equals("java.time");
                    boolean anyClock = call.getTarget().getRawParameterTypes().stream()
                            .anyMatch(p -> p.isEquivalentTo(Clock.class));
                    return javaTime && call.getName().equals("now") && !anyClock;
                }
            })
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nothing_sleeps = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "launcher..")
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule names_say_what_a_thing_is = noClasses().should(new ArchCondition<>("bear an empty name") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            boolean matches = FORBIDDEN_NAME.matcher(type.getName()).matches();
            events.add(new SimpleConditionEvent(type, matches, type.getName()));
        }
    });

    @ArchTest
    static void entities_are_those_that_are_listed(JavaClasses all) throws IOException {
        List<String> entities = all.stream()
                .filter(type -> type.isAnnotatedWith("jakarta.persistence.Entity"))
                .map(JavaClass::getName)
                .toList();
        String unit = Files.readString(Path.of("src/main/resources/META-INF/persistence.xml"));
        List<String> listed = Pattern.compile("<class>(.+)</class>")
                .matcher(unit)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(listed).isNotEmpty().containsExactlyInAnyOrderElementsOf(entities);
    }

    private static ArchRule only(String used, String... users) {
        String[] packages = Arrays.stream(users).map(user -> ROOT + user + "..").toArray(String[]::new);
        return noClasses()
                .that(resideOutsideOfPackages(packages).and(resideOutsideOfPackages(ROOT + "launcher..")))
                .should()
                .dependOnClassesThat(resideInAnyPackage(used))
                .allowEmptyShould(true);
    }

    private static ArchCondition<JavaClass> followTheOrder() {
        return new ArchCondition<>("follow the order of packages") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int own = rank(type);
                if (own < 0) {
                    events.add(SimpleConditionEvent.violated(type, type.getName() + " is in no package of the order"));
                    return;
                }
                type.getDirectDependenciesFromSelf().stream()
                        .filter(d -> d.getTargetClass().getPackageName().startsWith(ROOT))
                        .filter(d -> rank(d.getTargetClass()) > own)
                        .forEach(d -> events.add(SimpleConditionEvent.violated(type, d.getDescription())));
            }
        };
    }

    private static int rank(JavaClass type) {
        String below = type.getPackageName().substring(ROOT.length());
        int dot = below.indexOf('.');
        return ORDER.indexOf(dot < 0 ? below : below.substring(0, dot));
    }
}
