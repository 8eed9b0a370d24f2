package dev.ashlar.kv;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ashlar.kv.KvTransaction.Step;
import dev.ashlar.platform.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A transaction as a client writes it. */
public record KvTransactionBody(
    @JsonProperty("if") @Nullable List<@Nullable Compare> compares,
    @Nullable List<@Nullable Operation> then,
    @JsonProperty("else") @Nullable List<@Nullable Operation> otherwise) {
  private static final int MOST = 1_000;

  /** What must stand at a key; one of the others, or several. */
  public record Compare(
      @Nullable String key,
      @Nullable Long revision,
      @Nullable Long version,
      @Nullable Boolean exists,
      @Nullable String value) {}

  /** One operation: one of the three. */
  public record Operation(@Nullable KvLine put, @Nullable Key delete, @Nullable Key get) {}

  /** The key of an operation. */
  public record Key(@Nullable String key) {}

  /**
   * The transaction.
   *
   * @throws ProblemException naming what is wrong, and where
   */
  KvTransaction in(String bucket, int maxValueBytes, String author) {
    List<@Nullable Compare> ifs = compares == null ? List.of() : compares;
    limit("if", ifs);
    List<KvTransaction.Compare> checked = new ArrayList<>(ifs.size());
    for (int i = 0; i < ifs.size(); i++) {
      checked.add(compare("if[" + i + "]", ifs.get(i)));
    }
    return new KvTransaction(
        bucket,
        checked,
        steps("then", then, bucket, maxValueBytes, author),
        steps("else", otherwise, bucket, maxValueBytes, author),
        author);
  }

  private static KvTransaction.Compare compare(String at, @Nullable Compare compare) {
    if (compare == null
        || (compare.revision == null
            && compare.version == null
            && compare.exists == null
            && compare.value == null)) {
      throw ProblemException.invalid(at, "must have revision, version, exists or value");
    }
    byte[] value = compare.value == null ? null : compare.value.getBytes(StandardCharsets.UTF_8);
    return new KvTransaction.Compare(
        key(at, compare.key), compare.revision, compare.version, compare.exists, value);
  }

  private static List<Step> steps(
      String branch,
      @Nullable List<@Nullable Operation> operations,
      String bucket,
      int maxValueBytes,
      String author) {
    List<@Nullable Operation> all = operations == null ? List.of() : operations;
    limit(branch, all);
    List<Step> steps = new ArrayList<>(all.size());
    Set<String> written = new HashSet<>();
    for (int i = 0; i < all.size(); i++) {
      String at = branch + "[" + i + "]";
      Step step = step(at, all.get(i), bucket, maxValueBytes, author);
      if (step.write() != null && !written.add(step.key())) {
        throw ProblemException.invalid(at, "writes a key that is written before; once is enough");
      }
      steps.add(step);
    }
    return steps;
  }

  private static Step step(
      String at, @Nullable Operation operation, String bucket, int maxValueBytes, String author) {
    int kinds =
        operation == null
            ? 0
            : count(operation.put) + count(operation.delete) + count(operation.get);
    if (operation == null || kinds != 1) {
      throw ProblemException.invalid(at, "must have one of put, delete and get");
    }
    if (operation.put != null) {
      try {
        KvWrite write = operation.put.write(bucket, maxValueBytes, author);
        return new Step(write.key(), write.action());
      } catch (ProblemException e) {
        throw e.status() == 400 ? ProblemException.invalid(at, String.valueOf(e.getMessage())) : e;
      }
    }
    return operation.delete != null
        ? new Step(key(at, operation.delete.key), new KvWrite.Delete())
        : new Step(key(at, operation.get == null ? null : operation.get.key), null);
  }

  private static int count(@Nullable Object operation) {
    return operation == null ? 0 : 1;
  }

  private static String key(String at, @Nullable String key) {
    String wrong = KvKeys.problem(key);
    if (wrong != null || key == null) {
      throw ProblemException.invalid(at + ".key", String.valueOf(wrong));
    }
    return key;
  }

  private static void limit(String field, List<?> list) {
    if (list.size() > MOST) {
      throw ProblemException.invalid(field, "may have " + MOST + " items at most");
    }
  }
}
