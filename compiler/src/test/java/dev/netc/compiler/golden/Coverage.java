package dev.netc.compiler.golden;

import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.golden.TorchName.Tier;
import dev.netc.compiler.library.Library;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which names of PyTorch there are in netc, and what shows it.
 *
 * @param entries one for each name, in the order of the list
 */
record Coverage(List<Entry> entries) {
  /** Whether a name is there. */
  enum State {
    DONE("done"),
    NOT("not"),
    NOT_WANTED("not wanted");

    private final String words;

    State(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /**
   * A name and what is said of it.
   *
   * @param reason what stands for it and what shows that, or why it is not there
   */
  record Entry(TorchName torch, State state, String reason) {}

  /**
   * Looks at all names.
   *
   * @throws AssertionError if a stand-in is not what {@code coverage.tsv} says, or is not needed,
   *     or if nothing shows a name
   */
  static Coverage find() throws IOException {
    Map<String, StandIn> standIns = StandIn.all();
    Evidence evidence = Evidence.read();
    List<Entry> entries = new ArrayList<>();
    Set<String> unused = new TreeSet<>(standIns.keySet());
    List<TorchName> unshown = new ArrayList<>();
    for (TorchName torch : TorchName.all()) {
      unused.remove(torch.name());
      Entry entry = entry(torch, Optional.ofNullable(standIns.get(torch.name())), evidence);
      if (entry.reason().isEmpty()) {
        unshown.add(torch);
      }
      entries.add(entry);
    }
    if (!unshown.isEmpty()) {
      throw new AssertionError("the library has names that no test shows: " + unshown);
    }
    if (!unused.isEmpty()) {
      throw new AssertionError("golden/coverage.tsv has names that torch.tsv lacks: " + unused);
    }
    return new Coverage(entries);
  }

  private static Entry entry(TorchName torch, Optional<StandIn> standIn, Evidence evidence) {
    if (standIn.isPresent()) {
      return entry(torch, standIn.get(), evidence);
    }
    Optional<String> declared = declared(torch).map(function -> function.name().text());
    if (torch.tier() == Tier.X) {
      String note = torch.note().isEmpty() ? "-" : torch.note();
      return new Entry(
          torch,
          State.NOT_WANTED,
          note + declared.map(name -> "; it is accepted as `" + name + "`").orElse(""));
    }
    return declared
        .map(
            name -> {
              String as = name.equals(torch.name()) ? "" : "as `" + name + "`: ";
              return new Entry(torch, State.DONE, found(as, evidence.of(name)));
            })
        .orElseGet(() -> new Entry(torch, State.NOT, "not declared yet"));
  }

  private static Entry entry(TorchName torch, StandIn given, Evidence evidence) {
    String what = given.what();
    return switch (given.way()) {
      case NOT -> new Entry(torch, State.NOT, what);
      case LIBRARY -> {
        if (!Library.standard().names().contains(what)) {
          throw new AssertionError("the library lacks " + what + ", which stands for " + torch);
        }
        yield new Entry(torch, State.DONE, found("as `" + what + "`: ", evidence.of(what)));
      }
      case RUNTIME -> {
        String method = method(what, torch);
        yield new Entry(torch, State.DONE, found("`" + what + "`: ", evidence.test(method)));
      }
      case LANGUAGE -> {
        compile(what, torch);
        yield new Entry(torch, State.DONE, "`" + what + "`");
      }
    };
  }

  private static String found(String as, String evidence) {
    return evidence.isEmpty() ? "" : as + evidence;
  }

  /** The declaration of a name, of the kind that its place in PyTorch asks for. */
  private static Optional<Declaration.Function> declared(TorchName torch) {
    String kind = torch.kind().replaceFirst("\\..*", "");
    FunctionKind[] kinds =
        switch (kind) {
          case "module" -> new FunctionKind[] {FunctionKind.LAYER};
          case "loss" -> new FunctionKind[] {FunctionKind.LOSS};
          case "optimizer" -> new FunctionKind[] {FunctionKind.OPTIMIZER};
          case "scheduler" -> new FunctionKind[] {FunctionKind.SCHEDULE};
          default -> FunctionKind.values();
        };
    return Declared.find(torch.plain(), kinds).or(() -> Declared.find(torch.inLibrary(), kinds));
  }

  /** The name of a public method, {@code Class.method} of the runtime. */
  private static String method(String what, TorchName torch) {
    String[] parts = what.split("\\.", 2);
    try {
      Class<?> type = Class.forName("dev.netc.runtime." + parts[0]);
      if (Arrays.stream(type.getMethods()).anyMatch(m -> m.getName().equals(parts[1]))) {
        return parts[1];
      }
    } catch (ClassNotFoundException e) {
      throw new AssertionError("the runtime lacks " + what + ", which stands for " + torch, e);
    }
    throw new AssertionError("the runtime lacks " + what + ", which stands for " + torch);
  }

  private static void compile(String program, TorchName torch) {
    try {
      Reach.compile(program);
    } catch (Unreached e) {
      throw new AssertionError("what stands for " + torch + " does not compile", e);
    }
  }
}
