package dev.ashlar.kv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ashlar.platform.progress.Tasks;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KvImportRunTest {
  private static final int MOST = 3_000_000;

  private final List<List<KvWrite>> batches = new ArrayList<>();
  private final Tasks tasks = new Tasks();

  @Test
  void badLinesAreReportedByNumberAndTheRestIsStored() throws IOException {
    KvImport.Outcome outcome =
        run("\n" + line("a") + "\r\n{oops\n \t\n{\"key\":\"b\"}\n" + line("c"));

    assertThat(outcome.imported()).isEqualTo(2);
    assertThat(outcome.failedCount()).isEqualTo(2);
    assertThat(outcome.failed())
        .extracting(KvImport.Failed::line, KvImport.Failed::code)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(3L, "malformed-json"),
            org.assertj.core.groups.Tuple.tuple(5L, "invalid-request"));
    assertThat(batches)
        .singleElement()
        .satisfies(b -> assertThat(keys(b)).containsExactly("a", "c"));
  }

  @Test
  void nothingIsStoredOfAnEmptyImport() throws IOException {
    assertThat(run("")).isEqualTo(new KvImport.Outcome(0, List.of(), 0));
    assertThat(batches).isEmpty();
  }

  @Test
  void allFailuresAreCountedButOnlyAThousandListed() throws IOException {
    KvImport.Outcome outcome = run("x\n".repeat(2_500));

    assertThat(outcome.failedCount()).isEqualTo(2_500);
    assertThat(outcome.failed()).hasSize(1_000).last().extracting(f -> f.line()).isEqualTo(1_000L);
  }

  @Test
  void manyLinesAreStoredInOrderAndInBoundedBatches() throws IOException {
    String text =
        IntStream.range(0, 10_500).mapToObj(i -> line("k" + i)).collect(Collectors.joining("\n"));

    assertThat(run(text).imported()).isEqualTo(10_500);

    assertThat(batches).hasSizeBetween(2, 1_000);
    assertThat(batches.stream().flatMap(b -> b.stream().map(KvWrite::key)))
        .containsExactlyElementsOf(IntStream.range(0, 10_500).mapToObj(i -> "k" + i).toList());
  }

  @Test
  void largeValuesMakeSmallBatches() throws IOException {
    String large = "v".repeat(2_500_000);
    String text =
        IntStream.range(0, 8)
            .mapToObj(i -> "{\"key\":\"k" + i + "\",\"value\":\"" + large + "\"}\n")
            .collect(Collectors.joining());

    assertThat(run(text).imported()).isEqualTo(8);

    assertThat(batches).allSatisfy(b -> assertThat(b).hasSizeLessThanOrEqualTo(4));
  }

  private KvImport.Outcome run(String text) throws IOException {
    try (Tasks.Task task = tasks.begin("import", null, "bytes")) {
      return new KvImportRun("bucket", MOST, "tester", this::store, task)
          .read(new LineReader(new ByteArrayInputStream(text.getBytes(UTF_8)), 2 * MOST));
    }
  }

  private List<KvResult> store(List<KvWrite> batch) {
    batches.add(batch);
    return batch.stream().map(write -> (KvResult) new KvResult.Deleted(1)).toList();
  }

  private static String line(String key) {
    return "{\"key\":\"" + key + "\",\"value\":\"v\"}";
  }

  private static List<String> keys(List<KvWrite> writes) {
    return writes.stream().map(KvWrite::key).toList();
  }
}
