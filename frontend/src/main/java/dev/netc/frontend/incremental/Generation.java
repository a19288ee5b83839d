package dev.netc.frontend.incremental;

import dev.netc.frontend.format.Report;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What a run found and did.
 *
 * @param report what is wrong with the sources; one that has not changed since it was found to be
 *     right is in it too
 * @param parameters the names of what the networks take
 * @param written files that are new or have changed; none if there are errors
 * @param deleted files that no source gives any longer; none if there are errors
 * @param isIdle whether there was nothing to do at all, so that the report is that of the last run
 */
public record Generation(
    Report report, Set<String> parameters, List<Path> written, List<Path> deleted, boolean isIdle) {
  /** Keeps its own copies of the collections. */
  public Generation {
    parameters = Set.copyOf(parameters);
    written = List.copyOf(written);
    deleted = List.copyOf(deleted);
  }

  /** Whether nothing is wrong but for warnings. */
  public boolean isSuccess() {
    return report.errors() == 0 && report.problems().isEmpty();
  }
}
