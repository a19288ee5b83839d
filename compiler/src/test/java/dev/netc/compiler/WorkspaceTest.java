package dev.netc.compiler;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.netc.compiler.CompilerOptions.Trials;
import dev.netc.compiler.diagnostics.Colors;
import dev.netc.compiler.diagnostics.Diagnostic;
import dev.netc.compiler.diagnostics.TextRenderer;
import dev.netc.compiler.source.SourceFile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class WorkspaceTest {
  private static final CompilerOptions QUICK = CompilerOptions.DEFAULT.withTrials(Trials.NONE);

  private static final String BLOCKS =
      """
      layer Block(width) (x: [N, K]) = x -> fc: Linear(width) -> relu
      """;

  private static final String NET =
      """
      import "parts/blocks.net"
      network Net {
          input x: float[N, 10]
          y = x -> first: Block(7) -> last: Linear(3)
          output y
      }
      """;

  private static final String ALONE =
      """
      network Alone {
          input x: float[N, 4]
          y = x -> fc: Linear(3)
          output y
      }
      """;

  /** Files by name, as a front end would have them on a disk. */
  private static final class Disk implements Imports {
    private final Map<String, SourceFile> files = new HashMap<>();

    Disk save(String name, String text) {
      files.put(name, new SourceFile(name, text));
      return this;
    }

    @Override
    public Optional<SourceFile> find(SourceFile importer, String path) {
      String name = importer.name();
      String folder = name.substring(0, name.lastIndexOf('/') + 1);
      return Optional.ofNullable(files.get(folder + path));
    }
  }

  private static Workspace workspace(Imports saved) {
    return new Workspace(QUICK, saved);
  }

  private static String text(List<Diagnostic> diagnostics) {
    return new TextRenderer(Colors.NONE).render(diagnostics);
  }

  private static String wrongIn(Workspace workspace, String name) {
    return text(workspace.analyze(name).diagnostics());
  }

  @Test
  void anEditIsSeenBeforeItIsSaved() {
    Disk disk = new Disk().save("parts/blocks.net", BLOCKS);
    Workspace workspace = workspace(disk);
    workspace.edit("net.net", NET);
    assertThat(wrongIn(workspace, "net.net")).isEmpty();
    workspace.edit("parts/blocks.net", BLOCKS.replace("width)", "width, depth)"));
    assertThat(wrongIn(workspace, "net.net")).contains("`depth`");
    workspace.close("parts/blocks.net");
    assertThat(wrongIn(workspace, "net.net")).isEmpty();
    assertThat(workspace.open()).containsExactly("net.net");
  }

  @Test
  void aFileThatWasNeverSavedCanBeImported() {
    Workspace workspace = workspace(Imports.NONE);
    workspace.edit("nets/net.net", NET.replace("parts/", "../parts/./"));
    assertThat(wrongIn(workspace, "nets/net.net")).contains("E0211");
    workspace.edit("parts/blocks.net", BLOCKS);
    assertThat(wrongIn(workspace, "nets/net.net")).isEmpty();
  }

  @Test
  void aSavedFileThatChangesIsReadAgain() {
    Disk disk = new Disk().save("parts/blocks.net", BLOCKS);
    Workspace workspace = workspace(disk);
    workspace.edit("net.net", NET);
    Analysis first = workspace.analyze("net.net");
    disk.save("parts/blocks.net", BLOCKS);
    assertThat(workspace.analyze("net.net")).isSameInstanceAs(first);
    disk.save("parts/blocks.net", BLOCKS.replace("Block", "Blocks"));
    assertThat(wrongIn(workspace, "net.net")).contains("E0201");
  }

  @Test
  void onlyWhatAnEditTouchesIsAnalysedAgain() {
    Workspace workspace = workspace(Imports.NONE);
    workspace.edit("parts/blocks.net", BLOCKS);
    workspace.edit("net.net", NET);
    workspace.edit("alone.net", ALONE);
    Analysis blocks = workspace.analyze("parts/blocks.net");
    Analysis net = workspace.analyze("net.net");
    Analysis alone = workspace.analyze("alone.net");

    workspace.edit("alone.net", ALONE.replace("Linear(3)", "Linear(5)"));
    assertThat(workspace.analyze("parts/blocks.net")).isSameInstanceAs(blocks);
    assertThat(workspace.analyze("net.net")).isSameInstanceAs(net);
    assertThat(workspace.analyze("alone.net")).isNotSameInstanceAs(alone);

    workspace.edit("parts/blocks.net", BLOCKS.replace("relu", "tanh"));
    assertThat(workspace.analyze("parts/blocks.net")).isNotSameInstanceAs(blocks);
    assertThat(workspace.analyze("net.net")).isNotSameInstanceAs(net);

    Analysis latest = workspace.analyze("net.net");
    workspace.edit("net.net", NET);
    assertThat(workspace.analyze("net.net")).isSameInstanceAs(latest);
  }

  @Test
  void fixesAreTriedForThoseWhoAsk() {
    Workspace workspace = workspace(Imports.NONE);
    workspace.edit("parts/blocks.net", BLOCKS);
    workspace.edit("net.net", NET.replace("Block(7)", "Blok(7)"));
    Diagnostic quick = workspace.analyze("net.net").diagnostics().get(0);
    assertThat(quick.fix()).isEmpty();
    Analysis advised = workspace.analyzeWithFixes("net.net");
    assertThat(advised.diagnostics().get(0).fix()).isPresent();
    assertThat(workspace.analyzeWithFixes("net.net")).isSameInstanceAs(advised);
  }

  @Test
  void aFileThatIsNotOpenIsRefused() {
    Workspace workspace = workspace(Imports.NONE);
    workspace.edit("net.net", ALONE);
    workspace.close("net.net");
    assertThrows(IllegalArgumentException.class, () -> workspace.analyze("net.net"));
  }

  /** After each of many edits all is as a compiler finds that has never seen the files before. */
  @Test
  void manyEditsGiveWhatACompilerFindsThatStartsAnew() {
    Random random = new Random(4);
    List<String> names = List.of("net.net", "parts/blocks.net", "alone.net");
    List<String> pieces =
        List.of("Linear", "->", "3", "relu", "\n", "x", "}", "import \"alone.net\"\n", "fc: ", "(");
    Map<String, String> original =
        Map.of("net.net", NET, "parts/blocks.net", BLOCKS, "alone.net", ALONE);
    Map<String, String> texts = new HashMap<>(original);
    Workspace workspace = workspace(Imports.NONE);
    texts.forEach(workspace::edit);
    for (int i = 0; i < 300; i++) {
      String name = names.get(random.nextInt(names.size()));
      String text = texts.getOrDefault(name, "");
      int at = random.nextInt(text.length() + 1);
      int end = Math.min(text.length(), at + random.nextInt(3));
      String edited =
          i % 10 == 9
              ? original.getOrDefault(name, "")
              : text.substring(0, at)
                  + pieces.get(random.nextInt(pieces.size()))
                  + text.substring(end);
      texts.put(name, edited);
      workspace.edit(name, edited);
      Disk disk = new Disk();
      texts.forEach(disk::save);
      for (String each : names) {
        SourceFile source = disk.files.get(each);
        assertWithMessage("%s after edit %s", each, i)
            .that(wrongIn(workspace, each))
            .isEqualTo(text(new Compiler(QUICK).analyze(source, disk).diagnostics()));
      }
    }
  }
}
