package dev.ashlar.platform.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OpenPathsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health",
        "/health/ready",
        "/health/live",
        "/health/started",
        "/console/sign-in.html",
        "/console/assets/style.css",
        "/console/vendor/lit-html/lit-html.js"
      })
  void healthAndTheSignInPageCanBeReadWithoutAKey(String path) {
    assertThat(OpenPaths.contains("GET", path)).isTrue();
    assertThat(OpenPaths.contains("HEAD", path)).isTrue();
    assertThat(OpenPaths.contains("POST", path)).isFalse();
    assertThat(OpenPaths.contains("TRACE", path)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "",
        "/health/",
        "/health/other",
        "/healthy",
        "/HEALTH",
        "/metrics",
        "/openapi",
        "/console/",
        "/console/index.html",
        "/console/assets/../index.html",
        "/console/vendor/..",
        "/console/assetsx",
        "/api/v1/keys",
        "/api/v1/console/overview",
        "/problem"
      })
  void nothingElseCan(String path) {
    assertThat(OpenPaths.contains("GET", path)).isFalse();
  }

  @Test
  void onlySigningInIsOpenOfTheSession() {
    assertThat(OpenPaths.contains("POST", "/api/v1/console/session")).isTrue();
    assertThat(OpenPaths.contains("GET", "/api/v1/console/session")).isFalse();
    assertThat(OpenPaths.contains("DELETE", "/api/v1/console/session")).isFalse();
    assertThat(OpenPaths.contains("POST", "/api/v1/console/session/")).isFalse();
  }
}
