package dev.netc.compiler.lint;

import dev.netc.compiler.diagnostics.Diagnostic;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All lints there are. */
public final class Lints {
  /** By code. A new one is added here, and gets a page and a UI test. */
  private static final List<Lint> ALL =
      List.of(
          new UnusedNames(),
          new InputWithoutEffect(),
          new Untrained(),
          new IndependentOutput(),
          new UnmetExpectation(),
          new BroadcastLoss(),
          new BroadcastSum(),
          new LinearOverPlaces(),
          new ChannelsLast(),
          new TornSamples(),
          new RepeatedSoftmax(),
          new ScannedBatch(),
          new UselessBias(),
          new DroppedResult(),
          new RectifiedResult(),
          new SingleValueNormalized(),
          new BatchOfOne(),
          new RoundedOutput(),
          new Rounded());

  /** The warnings that come from elsewhere, by name. */
  private static final Map<String, String> OTHERS =
      Map.of("useless-allow", Allowances.CODE, "useless-doc", "W0101");

  private Lints() {}

  /** The warnings of all lints. */
  public static List<Diagnostic> check(Subject subject) {
    return ALL.stream().flatMap(lint -> lint.check(subject).stream()).toList();
  }

  /** The code of a warning that is called by its code or name; empty if there is none. */
  public static Optional<String> code(String codeOrName) {
    Map<String, String> names = codesByName();
    return names.containsValue(codeOrName)
        ? Optional.of(codeOrName)
        : Optional.ofNullable(names.get(codeOrName));
  }

  /** What warnings can be called: all codes and names. */
  public static Set<String> callings() {
    Map<String, String> names = codesByName();
    Set<String> callings = new TreeSet<>(names.keySet());
    callings.addAll(names.values());
    return callings;
  }

  /** What becomes of a code's warnings if nobody says otherwise. */
  static Level level(String code) {
    return ALL.stream()
        .filter(lint -> lint.code().equals(code))
        .findFirst()
        .map(Lint::level)
        .orElse(Level.WARN);
  }

  private static Map<String, String> codesByName() {
    Map<String, String> names = new LinkedHashMap<>(OTHERS);
    ALL.forEach(lint -> names.put(lint.name(), lint.code()));
    return names;
  }
}
