package dev.netc.cli;

import dev.netc.frontend.UsageException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Option;

/** The options that give sizes which are known at run time only. */
final class SizeArguments {
  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "The size of the batch, for shapes, multiply-adds and memory. Default: 1.")
  private int batch = 1;

  @Option(
      names = "--size",
      paramLabel = "NAME=SIZE",
      description = "Another size that is known at run time only, such as T=64. May be repeated.")
  private Map<String, Long> sizes = Map.of();

  /**
   * The size of the batch.
   *
   * @throws UsageException if it is empty
   */
  int batch() {
    if (batch < 1) {
      throw new UsageException("a batch holds at least one sample, not " + batch);
    }
    return batch;
  }

  /**
   * The other sizes, by name.
   *
   * @throws UsageException if one is below 1
   */
  Map<String, Long> sizes() {
    sizes.forEach(SizeArguments::check);
    return sizes;
  }

  private static void check(String name, long size) {
    if (size < 1) {
      throw new UsageException("a size is at least 1, %s is not %d".formatted(name, size));
    }
  }

  /**
   * Checks that each size given is one that a network has.
   *
   * @param known those of all networks
   * @throws UsageException if one is not
   */
  void requireKnown(Set<String> known) {
    for (String name : sizes.keySet()) {
      if (!known.contains(name)) {
        throw new UsageException(
            known.isEmpty()
                ? "--size %s: all sizes here are known at compile time".formatted(name)
                : "--size %s: no network here has it; there is %s"
                    .formatted(name, String.join(", ", new TreeSet<>(known))));
      }
    }
  }
}
