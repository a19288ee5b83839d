package dev.netc.compiler.golden;

import dev.netc.compiler.golden.Coverage.Entry;
import dev.netc.compiler.golden.Coverage.State;
import dev.netc.compiler.golden.TorchName.Tier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The page {@code docs/coverage.md}. */
final class CoveragePage {
  private static final String HEAD =
      """
      # Which names of PyTorch there are

      All names of `torch.nn`, `torch.nn.functional`, `torch.nn.init`, `torch.nn.utils` and `torch.optim`, and the operations on
      tensors that networks use, as [`golden/torch.tsv`](../golden/torch.tsv) lists them. A name is done if the library declares
      it, or something stands for it, and a golden case or a test shows that it computes what PyTorch does. A case is a line of
      [`golden/cases.jsonl`](../golden/cases.jsonl); a function without one is shown by a layer that calls it.

      `CoverageTest` writes this page (`-Dbless=true`), and fails where it is not so.

      """;

  private CoveragePage() {}

  /** The page's text. */
  static String of(Coverage coverage) {
    StringBuilder page = new StringBuilder(HEAD);
    counts(coverage.entries(), page);
    Map<String, List<Entry>> kinds =
        coverage.entries().stream()
            .collect(
                Collectors.groupingBy(
                    entry -> entry.torch().kind(), LinkedHashMap::new, Collectors.toList()));
    kinds.forEach(
        (kind, entries) -> {
          page.append("\n## ")
              .append(kind)
              .append("\n\n| name | | | |\n| --- | --- | --- | --- |\n");
          entries.forEach(entry -> line(entry, page));
        });
    return page.toString();
  }

  private static void counts(List<Entry> entries, StringBuilder page) {
    page.append("| | names | done | not |\n| --- | ---: | ---: | ---: |\n");
    for (Tier tier : Tier.values()) {
      List<Entry> all = entries.stream().filter(entry -> entry.torch().tier() == tier).toList();
      page.append("| %s: %s ".formatted(tier, tier.meaning()));
      page.append(
          tier == Tier.X
              ? "| %d | | |%n".formatted(all.size())
              : "| %d | %d | %d |%n"
                  .formatted(all.size(), count(all, State.DONE), count(all, State.NOT)));
    }
  }

  private static long count(List<Entry> entries, State state) {
    return entries.stream().filter(entry -> entry.state() == state).count();
  }

  private static void line(Entry entry, StringBuilder page) {
    page.append(
        "| `%s` | %s | %s | %s |%n"
            .formatted(
                entry.torch().name(),
                entry.torch().tier(),
                entry.state().words(),
                entry.reason().replace("|", "\\|")));
  }
}
