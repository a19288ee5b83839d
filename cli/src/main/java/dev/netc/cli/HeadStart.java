package dev.netc.cli;

import dev.netc.compiler.library.Library;
import dev.netc.compiler.source.SourceFile;
import dev.netc.compiler.syntax.Parser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Loads on a second processor what the compiler will need for a file, while the first still learns
 * what the arguments mean. Whatever goes wrong here is found again, and then reported.
 */
final class HeadStart implements Runnable {
  /** Bytes of a file above which the start is no longer what takes long. */
  private static final long LARGEST = 100_000;

  private final String[] arguments;

  private HeadStart(String[] arguments) {
    this.arguments = arguments;
  }

  /** Begins, if there is a processor for it. */
  static void begin(String[] arguments) {
    if (Runtime.getRuntime().availableProcessors() > 1) {
      Thread thread = new Thread(new HeadStart(arguments), "head start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  @Override
  public void run() {
    Arrays.stream(arguments)
        .filter(argument -> argument.endsWith(".net"))
        .findFirst()
        .ifPresent(HeadStart::prepare);
  }

  private static void prepare(String file) {
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
