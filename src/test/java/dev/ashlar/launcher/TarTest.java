package dev.ashlar.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarTest {

  @TempDir Path target;

  @Test
  void unpacksWhatItShould() {
    assertThat(UnpackedPostgres.home().resolve("bin/postgres")).isExecutable();
    assertThat(UnpackedPostgres.home().resolve("share/postgresql/postgres.bki")).isNotEmptyFile();
  }

  @Test
  void keepsContentAcrossBlocks() throws IOException {
    String text = "x".repeat(1000);
    unpack(entry("a/b", text));
    assertThat(Files.readString(target.resolve("a/b"))).isEqualTo(text);
  }

  @Test
  void refusesToLeaveItsDirectory() {
    assertThatThrownBy(() -> unpack(entry("../b", "x"))).hasMessageContaining("leaves");
  }

  @Test
  void noticesATruncatedStream() {
    byte[] tar = entry("b", "x".repeat(1000));
    assertThatThrownBy(() -> unpack(java.util.Arrays.copyOf(tar, 900)))
        .isInstanceOf(EOFException.class);
  }

  private void unpack(byte[] tar) throws IOException {
    Tar.unpack(new ByteArrayInputStream(tar), target);
  }

  private static byte[] entry(String name, String content) {
    byte[] header = new byte[512];
    put(header, 0, name);
    put(header, 100, "0000644");
    put(header, 124, String.format("%011o", content.length()));
    header[156] = '0';
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(header);
    out.writeBytes(content.getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(new byte[512 - content.length() % 512 + 1024]);
    return out.toByteArray();
  }

  private static void put(byte[] header, int offset, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, header, offset, bytes.length);
  }
}
