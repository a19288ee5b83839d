package dev.netc.cli;

import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.Imports;
import dev.netc.compiler.library.Library;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Loads on a second processor what the compiler will need, while the first still learns what the
 * arguments mean. Whatever goes wrong here is found again, and then reported.
 */
final class HeadStart {
  /** Bytes of a file above which the start is no longer what takes long. */
  private static final long LARGEST = 100_000;

  /** Small, but on the way through most of the analysis. */
  private static final String SAMPLE =
      """
      network Sample {
          input  x: float[N, 4]
          target t: float[N, 2]
          fc1 = Linear(3)
          fc2 = Linear(2)
          y = x -> fc1 -> relu -> fc2
          output y
          loss MSELoss(y, t)
          optimizer SGD(lr=0.1)
      }
      """;

  private HeadStart() {}

  /** Begins, if there is a processor for it and something to compile. */
  static void begin(String[] arguments) {
    if (Runtime.getRuntime().availableProcessors() > 1 && arguments.length > 1) {
      inBackground(() -> prepareFor(arguments));
      inBackground(HeadStart::prepareCompiler);
    }
  }

  private static void inBackground(Runnable preparation) {
    Thread thread = new Thread(preparation, "head start");
    thread.setDaemon(true);
    thread.start();
  }

  private static void prepareCompiler() {
    Library.standard();
    new Compiler(CompilerOptions.DEFAULT)
        .analyze(new SourceFile("sample.net", SAMPLE), Imports.NONE);
  }

  private static void prepareFor(String[] arguments) {
    Arrays.stream(arguments)
        .filter(argument -> argument.endsWith(".net"))
        .findFirst()
        .ifPresent(HeadStart::prepareFor);
  }

  private static void prepareFor(String file) {
    try {
      Path path = Path.of(file);
      if (Files.isRegularFile(path) && Files.size(path) <= LARGEST) {
        String text = Files.readString(path);
        new Parser().parse(new SourceFile(file, text));
        Library.standard().prepare(text);
      }
    } catch (IOException | InvalidPathException reportedLater) {
      // By the command that reads the file.
    }
  }
}
