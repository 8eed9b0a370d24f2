package dev.ashlar.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {
  @ParameterizedTest
  @CsvSource({
    "*, true",
    "kv:*, true",
    "kv:orders, true",
    "kv:order, false",
    "kv:orders2, false",
    "kv:Orders, false",
    "queue:*, false",
    "queue:orders, false",
    "kv, false"
  })
  void aScopeReachesABlockAndAName(String scope, boolean reaches) {
    assertThat(caller(scope).reaches("kv", "orders")).isEqualTo(reaches);
  }

  @Test
  void oneOfTheScopesIsEnough() {
    assertThat(caller("queue:*", "kv:orders").reaches("kv", "orders")).isTrue();
  }

  @Test
  void aNameIsNeverAPattern() {
    assertThat(caller("kv:orders").reaches("kv", "*")).isFalse();
  }

  @Test
  void eachRoleIncludesTheOnesBelow() {
    assertThat(Role.ADMIN.includes(Role.WRITE)).isTrue();
    assertThat(Role.WRITE.includes(Role.READ)).isTrue();
    assertThat(Role.READ.includes(Role.READ)).isTrue();
    assertThat(Role.READ.includes(Role.WRITE)).isFalse();
    assertThat(Role.WRITE.includes(Role.ADMIN)).isFalse();
  }

  private static Caller caller(String... scopes) {
    return new Caller(
        "name", Role.READ, List.of(scopes), "127.0.0.1", null, Secret.of("0123456789abcdef"));
  }
}
