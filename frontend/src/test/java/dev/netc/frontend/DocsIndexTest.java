package dev.netc.frontend;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of {@code docs} are all in the index, and no link between files leads nowhere. */
final class DocsIndexTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");
  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```|`[^`\n]*`");

  @Test
  void eachPageIsInTheIndex() throws IOException {
    List<String> listed = links(ROOT.resolve("docs/index.md"));
    for (Path page : pages(ROOT.resolve("docs"))) {
      String name = page.getFileName().toString();
      if (!name.equals("index.md")) {
        assertThat(listed).contains(name);
      }
    }
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<Path> pages =
        Stream.of(pages(ROOT), pages(ROOT.resolve("docs"))).flatMap(List::stream).toList();
    for (Path page : pages) {
      for (String link : links(page)) {
        assertWithMessage("%s links to %s", page, link)
            .that(Files.exists(page.resolveSibling(link)))
            .isTrue();
      }
    }
  }

  private static List<Path> pages(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
    }
  }

  private static List<String> links(Path page) throws IOException {
    String prose = CODE.matcher(Files.readString(page)).replaceAll("");
    return LINK.matcher(prose).results().map((MatchResult link) -> link.group(1)).toList();
  }
}
