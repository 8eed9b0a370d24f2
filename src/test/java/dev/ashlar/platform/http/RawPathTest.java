package dev.ashlar.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawPathTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/api/v1/kv/b/keys/a/b+c:d@e,f=g&h!$'()*~",
        "/a/.well-known/x",
        "/a.b/..c/d..",
        "/a/%2e%2e/b",
        "/a%2Fb%3Bc%25",
        "/%e2%82%ac",
        "/a//b/"
      })
  void whatTheApiTakes(String path) {
    assertThat(RawPath.problem(path)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/..",
        "/a/../b",
        "/a/./b",
        "/.",
        "/%2e%2e/a",
        "/a/%2e%2e/%2e%2e",
        "/a/..%2f..%2f",
        "/a;b",
        "/;jsessionid=1",
        "/%",
        "/a%4",
        "/%zz",
        "/%-1",
        "/%00",
        "/a%c3",
        "/%ff",
        "/%c0%ae",
        "/%ed%a0%80"
      })
  void whatIsRefused(String path) {
    assertThat(RawPath.problem(path)).isNotBlank();
  }

  @Property
  void anySegmentThatIsEncodedIsTaken(
      @ForAll @AlphaChars @Chars({'.', ';', '%', '/', 'é', ' ', '+'}) @StringLength(max = 8)
          String text) {
    String segment = URLEncoder.encode("x" + text, UTF_8).replace("+", "%20").replace(".", "%2E");

    assertThat(RawPath.problem("/a/b/" + segment))
        .satisfiesAnyOf(
            problem -> assertThat(problem).isNull(),
            problem -> assertThat("x" + text).contains("/.."));
  }
}
