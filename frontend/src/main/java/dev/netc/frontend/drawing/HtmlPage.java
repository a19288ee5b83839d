package dev.netc.frontend.drawing;

import dev.netc.compiler.elaborate.Flow;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Puts pictures on a page with the source beside them. All that the page needs is in it. */
final class HtmlPage {
  private HtmlPage() {}

  /**
   * One picture of a page.
   *
   * @param name how deep it goes
   * @param svg the picture
   */
  record View(String name, String svg) {}

  static String of(List<Network> networks, List<View> views) {
    StringBuilder depths = new StringBuilder();
    StringBuilder pictures = new StringBuilder();
    for (int i = 0; i < views.size(); i++) {
      View view = views.get(i);
      boolean last = i == views.size() - 1;
      depths
          .append("<button class=\"depth")
          .append(last ? " on" : "")
          .append("\" data-view=\"")
          .append(i)
          .append("\">")
          .append(view.name())
          .append("</button>");
      pictures
          .append("<div class=\"view\" data-view=\"")
          .append(i)
          .append(last ? "\">\n" : "\" hidden>\n")
          .append(view.svg())
          .append("</div>\n");
    }
    String names = String.join(", ", networks.stream().map(Network::name).toList());
    // One pass over the template, so that nothing in a user's text is taken for a place to fill.
    StringBuilder page = new StringBuilder();
    for (String part : resource("page.html").split("(?=\\{\\{)|(?<=\\}\\})", -1)) {
      page.append(
          switch (part) {
            case "{{title}}" -> Escapes.xml(names);
            case "{{style}}" -> SvgWriter.style();
            case "{{script}}" -> resource("page.js");
            case "{{depths}}" -> views.size() > 1 ? "Depth " + depths : "";
            case "{{pictures}}" -> pictures.toString();
            case "{{source}}" -> sources(networks);
            default -> part;
          });
    }
    return page.toString();
  }

  /** The files that the networks are written in, line by line. */
  private static String sources(List<Network> networks) {
    Set<SourceFile> files = new LinkedHashSet<>();
    networks.forEach(network -> files.add(network.outline().name().file()));
    for (Network network : networks) {
      for (Flow.Step step : network.outline().flow().steps()) {
        files.add(step.span().file());
      }
    }
    StringBuilder text = new StringBuilder();
    for (SourceFile file : files) {
      String name = Escapes.xml(file.name());
      text.append("<h2>").append(name).append("</h2>\n<ol data-file=\"").append(name);
      text.append("\">\n");
      for (int line = 1; line <= file.lineCount(); line++) {
        text.append("<li data-line=\"").append(line).append("\"><code>");
        text.append(Escapes.xml(file.lineText(line))).append("</code></li>\n");
      }
      text.append("</ol>\n");
    }
    return text.toString();
  }

  private static String resource(String name) {
    try (InputStream stream = HtmlPage.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the jar lacks " + name);
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
