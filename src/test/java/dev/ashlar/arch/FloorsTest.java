package dev.ashlar.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.ashlar.platform.database.DatabaseProbe;
import dev.ashlar.platform.http.Transports;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The floors and the rules between them, as the design has them. */
class FloorsTest {
  @Test
  void everyPackageStandsOnAFloor() {
    assertThat(Production.CLASSES).hasSizeGreaterThan(80);
    classes()
        .should(
            condition(
                "stand on a floor",
                type ->
                    Floors.part(type).equals(Floors.LAUNCHER)
                        || Floors.of(Floors.part(type)).isPresent()))
        .check(Production.CLASSES);
  }

  @Test
  void aPackageUsesOnlyLowerFloors() {
    classes()
        .should(
            dependencies(
                "use only lower floors",
                use -> {
                  String from = Floors.part(use.getOriginClass());
                  String to = Floors.part(use.getTargetClass());
                  return from.equals(Floors.LAUNCHER)
                      || (from.equals(to) && !from.equals(Floors.PROTOCOL))
                      || to.equals(Floors.LAUNCHER)
                      || Floors.of(from).orElseThrow() > Floors.of(to).orElseThrow()
                      || Floors.unit(use.getOriginClass())
                          .equals(Floors.unit(use.getTargetClass()));
                }))
        .check(Production.CLASSES);
  }

  @Test
  void ofOtherPackagesOnlyPublicTypesAreUsed() {
    classes()
        .should(
            dependencies(
                "use only public types of other packages",
                use ->
                    Floors.unit(use.getOriginClass()).equals(Floors.unit(use.getTargetClass()))
                        || PublicTypes.isPublicThroughout(use.getTargetClass())))
        .check(Production.CLASSES);
  }

  @Test
  void theLauncherIsApart() {
    classes()
        .should(
            dependencies(
                "keep away from the launcher",
                use -> {
                  boolean from = Floors.part(use.getOriginClass()).equals(Floors.LAUNCHER);
                  boolean to = Floors.part(use.getTargetClass()).equals(Floors.LAUNCHER);
                  return from == to || (from && isCarried(use.getTargetClass()));
                }))
        .check(Production.CLASSES);
  }

  /** So that the launcher, which carries these classes, carries all that it needs. */
  @Test
  void whatTheLauncherCarriesStandsAlone() {
    classes()
        .that(describe("are carried by the launcher", FloorsTest::isCarried))
        .should(dependencies("use nothing else of ours", use -> isCarried(use.getTargetClass())))
        .check(Production.CLASSES);
  }

  private static boolean isCarried(JavaClass type) {
    return Stream.of(DatabaseProbe.class, Transports.class)
        .anyMatch(carried -> type.getFullName().startsWith(carried.getName()));
  }

  @Test
  void noPackagesUseEachOtherInACircle() {
    slices().matching("dev.ashlar.(**)").should().beFreeOfCycles().check(Production.CLASSES);
  }

  @Test
  void aBlockIsOneFlatPackage() {
    classes()
        .should(
            condition(
                "stand in a flat package",
                type -> {
                  String part = Floors.part(type);
                  String rest = type.getPackageName().substring(Floors.ROOT.length());
                  boolean nested = part.equals(Floors.PLATFORM) || part.equals(Floors.PROTOCOL);
                  return rest.chars().filter(c -> c == '.').count() == (nested ? 2 : 1);
                }))
        .check(Production.CLASSES);
  }

  static ArchCondition<JavaClass> condition(String text, Predicate<JavaClass> holds) {
    return new ArchCondition<>(text) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (!holds.test(type)) {
          events.add(SimpleConditionEvent.violated(type, type.getName() + " does not " + text));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> dependencies(String text, Predicate<Dependency> holds) {
    return new ArchCondition<>(text) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (Dependency use : type.getDirectDependenciesFromSelf()) {
          if (Floors.isOurs(use.getTargetClass()) && !holds.test(use)) {
            events.add(SimpleConditionEvent.violated(use, use.getDescription()));
          }
        }
      }
    };
  }
}
