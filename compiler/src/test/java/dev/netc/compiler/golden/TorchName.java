package dev.netc.compiler.golden;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;

/**
 * A name of PyTorch, as {@code golden/torch.tsv} lists it.
 *
 * @param kind what it is: {@code module.conv}, {@code functional.loss}, {@code optimizer}
 * @param tier how much it is wanted
 * @param note what the list says of it, which is the reason where it is not wanted
 */
record TorchName(String kind, String name, Tier tier, String note) {
  /** How much a name is wanted. */
  enum Tier {
    A("what nearly every network uses"),
    B("what many use"),
    C("what some use"),
    X("not wanted");

    private final String meaning;

    Tier(String meaning) {
      this.meaning = meaning;
    }

    String meaning() {
      return meaning;
    }
  }

  /** All names, in the order of the list. */
  static List<TorchName> all() throws IOException {
    return Files.readAllLines(GoldenCase.ROOT.resolve("torch.tsv")).stream()
        .skip(1)
        .map(line -> line.split("\t", -1))
        .map(TorchName::of)
        .toList();
  }

  /** A note is its tier, or tier, colon and text. */
  private static TorchName of(String[] columns) {
    String[] note = columns[2].split(": ", 2);
    return new TorchName(
        columns[0], columns[1], Tier.valueOf(note[0]), note.length > 1 ? note[1] : "");
  }

  /**
   * The name without that of its module: {@code SWALR} for {@code swa_utils.SWALR}. The library has
   * some with that of their module, where others have the same name.
   */
  String plain() {
    return Declared.withoutModule(name);
  }

  /** The name as the library would have it: PyTorch's last underscore says that a call writes. */
  String inLibrary() {
    return plain().replaceFirst("_$", "");
  }

  @Override
  public String toString() {
    return name;
  }
}
