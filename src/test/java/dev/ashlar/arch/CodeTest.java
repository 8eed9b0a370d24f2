package dev.ashlar.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How the code is written, everywhere. */
class CodeTest {
  /** Each waits on a thread of its own. */
  private static final Set<String> MAY_SLEEP =
      Set.of(
          "dev.ashlar.platform.database.LinkThread",
          "dev.ashlar.launcher.DatabaseWatch",
          "dev.ashlar.launcher.ProcessLock",
          "dev.ashlar.launcher.Readiness");

  @Test
  void packagePrivateIsTheDefault() {
    classes()
        .that()
        .arePublic()
        .and()
        .areTopLevelClasses()
        .should(
            FloorsTest.condition(
                "need to be public", t -> PublicTypes.isForced(t) || PublicTypes.isFront(t)))
        .check(Production.CLASSES);
  }

  @Test
  void theListOfFrontsNamesOnlyWhatIsThere() {
    Set<String> there =
        Production.CLASSES.stream()
            .filter(PublicTypes::isFront)
            .map(type -> type.getName().substring(Floors.ROOT.length() + 1))
            .collect(Collectors.toSet());

    assertThat(there).isEqualTo(PublicTypes.fronts());
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .check(Production.CLASSES);
  }

  @Test
  void timesAreJavaTime() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Date")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.util.Calendar")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.sql.Timestamp")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.text.SimpleDateFormat")
        .check(Production.CLASSES);
  }

  @Test
  void nobodySleepsOnAThreadOfOthers() {
    noClasses()
        .that(
            DescribedPredicate.describe(
                "have no thread of their own", type -> !MAY_SLEEP.contains(outermost(type))))
        .should()
        .callMethod(Thread.class, "sleep", long.class)
        .check(Production.CLASSES);
  }

  @Test
  void insideTheServerNothingPrintsOrEndsTheProcess() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ashlar.launcher..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethod(System.class, "exit", int.class)
        .orShould()
        .callMethod(Throwable.class, "printStackTrace")
        .check(Production.CLASSES);
  }

  /** The container injects only into what it makes itself. */
  @Test
  void onlyBeansAreInjectedInto() {
    fields().that().areAnnotatedWith(Inject.class).should(beInABean()).check(Production.CLASSES);
  }

  @Test
  void injectedFieldsAreNotPrivate() {
    fields()
        .that()
        .areAnnotatedWith(Inject.class)
        .should()
        .notBePrivate()
        .check(Production.CLASSES);
  }

  /** Beans around algorithms stay thin: what decides is plain Java with a clock it is given. */
  @Test
  void algorithmsKnowNoContainer() {
    noClasses()
        .that()
        .haveFullyQualifiedName("dev.ashlar.kv.KvBatch")
        .or()
        .haveFullyQualifiedName("dev.ashlar.platform.database.GroupCommit")
        .or()
        .haveFullyQualifiedName("dev.ashlar.platform.security.SignInThrottle")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jakarta..")
        .check(Production.CLASSES);
  }

  private static ArchCondition<JavaField> beInABean() {
    return new ArchCondition<>("be in a bean") {
      @Override
      public void check(JavaField field, ConditionEvents events) {
        JavaClass owner = field.getOwner();
        boolean bean =
            owner.isAnnotatedWith(ApplicationScoped.class)
                || owner.isAnnotatedWith(Singleton.class)
                || PublicTypes.isForced(owner);
        if (!bean) {
          events.add(SimpleConditionEvent.violated(field, field.getFullName() + " is in no bean"));
        }
      }
    };
  }

  private static String outermost(JavaClass type) {
    return type.getEnclosingClass().map(CodeTest::outermost).orElse(type.getName());
  }
}
