package dev.ashlar.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SecretTest {
  @Test
  void itIsTheSha256OfTheText() {
    // FIPS 180-2, appendix B.1
    assertThat(HexFormat.of().formatHex(Secret.of("abc").bytes()))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  @Test
  void equalTextsAreEqualAndOthersAreNot() {
    assertThat(Secret.of("abc")).isEqualTo(Secret.of("abc")).hasSameHashCodeAs(Secret.of("abc"));
    assertThat(Secret.of("abc")).isNotEqualTo(Secret.of("abd"));
  }

  @Test
  void itCannotBeChangedFromOutside() {
    Secret secret = Secret.of("abc");
    secret.bytes()[0]++;

    assertThat(secret).isEqualTo(Secret.of("abc"));
  }

  @Test
  void itDoesNotShowItselfInALog() {
    assertThat(Secret.of("abc").toString()).isEqualTo("Secret");
  }

  @Test
  void randomOnesHave256BitsAndNeverComeTwice() {
    assertThat(Secret.random("ashlar_")).matches("ashlar_[A-Za-z0-9_-]{43}");
    assertThat(Stream.generate(() -> Secret.random("")).limit(1_000).collect(Collectors.toSet()))
        .hasSize(1_000);
  }
}
