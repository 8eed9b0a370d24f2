package dev.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

  @Test
  void defaultsListenOnLoopbackOnly() {
    Options options = parse();
    assertThat(options.address()).isEqualTo("127.0.0.1");
    assertThat(options.port()).isEqualTo(8080);
    assertThat(options.dataDirectory()).isEqualTo(Path.of("ashlar-data").toAbsolutePath());
    assertThat(options.embeddedDatabase()).isTrue();
  }

  @Test
  void anOptionBeatsAPropertyBeatsTheEnvironment() {
    Properties properties = new Properties();
    properties.setProperty("ashlar.port", "2");
    properties.setProperty("ashlar.address", "0.0.0.0");
    Map<String, String> environment =
        Map.of("ASHLAR_PORT", "3", "ASHLAR_ADDRESS", "::1", "ASHLAR_DB_URL", "jdbc:x");
    Options options = Options.parse(List.of("--port", "1"), properties, environment);
    assertThat(options.port()).isEqualTo(1);
    assertThat(options.address()).isEqualTo("0.0.0.0");
    assertThat(options.setting("ashlar.db.url")).contains("jdbc:x");
  }

  @Test
  void anEmptyPropertyIsNone() {
    Properties properties = new Properties();
    properties.setProperty("ashlar.port", "");
    Options options = Options.parse(List.of(), properties, Map.of("ASHLAR_PORT", "3"));
    assertThat(options.port()).isEqualTo(3);
  }

  @Test
  void valuesMayFollowAnEqualsSign() {
    assertThat(parse("--port=9", "--data-dir=x").dataDirectory())
        .isEqualTo(Path.of("x").toAbsolutePath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "eighty", "", "80 80"})
  void aBadPortIsAUsageError(String port) {
    assertThatThrownBy(() -> parse("--port", port))
        .isInstanceOfSatisfying(
            StartFailure.class, e -> assertThat(e.exitCode()).isEqualTo(StartFailure.USAGE))
        .hasMessageContaining("port must be a number from 1 to 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--prot", "serve", "--help=1"})
  void anUnknownOptionIsAUsageError(String option) {
    assertThatThrownBy(() -> parse(option)).hasMessageContaining("unknown option " + option);
  }

  @Test
  void anOptionWithoutItsValueIsAUsageError() {
    assertThatThrownBy(() -> parse("--port")).hasMessageContaining("--port needs a value");
  }

  private static Options parse(String... args) {
    return Options.parse(List.of(args), new Properties(), Map.of());
  }
}
