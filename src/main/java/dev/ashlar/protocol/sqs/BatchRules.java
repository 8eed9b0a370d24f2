package dev.ashlar.protocol.sqs;

import dev.ashlar.protocol.sqs.SqsRequests.Entry;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the entries of a batch must be. */
final class BatchRules {
  private static final int MOST = 10;
  private static final Pattern ID = Pattern.compile("[\\w-]{1,80}");

  private BatchRules() {}

  /** The entries, checked as far as all batches are alike. */
  static <T extends Entry> List<T> check(@Nullable List<@Nullable T> entries) {
    if (entries == null || entries.isEmpty()) {
      throw SqsError.EMPTY_BATCH.because("There should be at least one entry in the request.");
    }
    if (entries.size() > MOST) {
      throw SqsError.TOO_MANY_ENTRIES.because(
          "Maximum number of entries per request are 10. You have sent " + entries.size() + ".");
    }
    List<T> checked = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    for (T entry : entries) {
      if (entry == null || !ID.matcher(id(entry)).matches()) {
        throw SqsError.INVALID_ENTRY_ID.because(
            "A batch entry id can only contain alphanumeric characters, hyphens and underscores."
                + " It can be at most 80 letters long.");
      }
      if (!ids.add(id(entry))) {
        throw SqsError.IDS_NOT_DISTINCT.because("Id " + id(entry) + " repeated.");
      }
      checked.add(entry);
    }
    return checked;
  }

  static String id(Entry entry) {
    return entry.id() == null ? "" : entry.id();
  }
}
