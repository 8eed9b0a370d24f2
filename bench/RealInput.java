import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;

/**
 * A million keys of real input: every field of every package that Debian's index knows.
 *
 * <p>Imports them, lists some by prefix, exports all and compares byte for byte. Needs apt-cache and
 * a running Ashlar: {@code java bench/RealInput.java http://localhost:8080 ashlar-data/admin.key}
 */
class RealInput {
  private static final int LINES = 1_000_000;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final URI base;
  private final String key;

  RealInput(String base, String key) {
    this.base = URI.create(base + "/api/v1/kv/real-input/");
    this.key = key;
  }

  public static void main(String[] args) throws Exception {
    Path input = Files.createTempFile("real-input", ".ndjson");
    Path output = Files.createTempFile("real-output", ".ndjson");
    boolean same = false;
    try {
      TreeMap<String, String> fields = fields();
      write(fields, input);
      same =
          new RealInput(args[0], Files.readString(Path.of(args[1])).trim())
              .run(fields, input, output);
    } finally {
      Files.delete(input);
      Files.delete(output);
    }
    System.exit(same ? 0 : 1);
  }

  private boolean run(TreeMap<String, String> fields, Path input, Path output) throws Exception {
    long start = System.nanoTime();
    String outcome =
        CLIENT
            .send(
                to("import")
                    .header("Content-Type", "application/x-ndjson")
                    .POST(HttpRequest.BodyPublishers.ofFile(input))
                    .build(),
                BodyHandlers.ofString())
            .body();
    report("import of " + Files.size(input) / 1_000_000 + " MB", start);
    System.out.println(outcome);

    start = System.nanoTime();
    String page =
        CLIENT
            .send(to("keys?prefix=postgresql&limit=1000").build(), BodyHandlers.ofString())
            .body();
    report("list by prefix", start);
    long expected = fields.subMap("postgresql", "postgresqm").size();
    long listed = page.split("\"key\":", -1).length - 1;
    System.out.println(listed + " keys listed, " + Math.min(1000, expected) + " expected");

    start = System.nanoTime();
    CLIENT.send(to("export").build(), BodyHandlers.ofFile(output));
    report("export", start);
    long difference = Files.mismatch(input, output);
    System.out.println(
        difference < 0 ? "input and export are the same, byte for byte" : "DIFFER at " + difference);
    return difference < 0 && listed == Math.min(1000, expected);
  }

  private HttpRequest.Builder to(String path) {
    return HttpRequest.newBuilder(base.resolve(path))
        .timeout(Duration.ofMinutes(10))
        .header("Authorization", "Bearer " + key);
  }

  private static void report(String what, long start) {
    System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - start) / 1e9);
  }

  /** Key and value of every field, in the order of keys, until there are enough. */
  private static TreeMap<String, String> fields() throws IOException {
    TreeMap<String, String> fields = new TreeMap<>();
    Process apt = new ProcessBuilder("apt-cache", "dumpavail").start();
    try (InputStream in = apt.getInputStream();
        BufferedReader lines =
            new BufferedReader(new java.io.InputStreamReader(in, StandardCharsets.UTF_8))) {
      String name = "";
      String field = "";
      for (String line = lines.readLine();
          line != null && fields.size() < LINES;
          line = lines.readLine()) {
        int colon = line.indexOf(':');
        if (line.startsWith(" ")) {
          fields.merge(name + "/" + field, "\n" + line, String::concat);
        } else if (colon > 0) {
          field = line.substring(0, colon);
          String value = line.substring(colon + 1).trim();
          name = field.equals("Package") ? value : name;
          fields.put(name + "/" + field, value);
        }
      }
    } finally {
      apt.destroy();
    }
    if (fields.size() < LINES) {
      throw new IllegalStateException("the index has only " + fields.size() + " fields");
    }
    return fields;
  }

  /** The lines in the very form in which they are exported. */
  private static void write(TreeMap<String, String> fields, Path file) throws IOException {
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (var entry : fields.entrySet()) {
        out.write("{\"key\":" + quoted(entry.getKey()) + ",\"value\":" + quoted(entry.getValue()));
        out.write(",\"contentType\":\"text/plain; charset=utf-8\"}\n");
      }
    }
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
