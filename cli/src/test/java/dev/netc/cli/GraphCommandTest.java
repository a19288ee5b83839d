package dev.netc.cli;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.netc.cli.Cli.netc;

import dev.netc.cli.Cli.Outcome;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** Pictures are compared by what is in them; one is held to the byte, as the docs show it. */
final class GraphCommandTest {
  private static final Path EXAMPLES = Path.of("..", "examples");
  private static final Path PICTURE = Path.of("..", "docs", "tutorial.svg");

  @TempDir private Path directory;

  private Path write(String text) throws IOException {
    return Files.writeString(directory.resolve("net.net"), text);
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)));
  }

  private static List<String> texts(String svg) throws Exception {
    List<String> texts = new ArrayList<>();
    NodeList nodes = parse(svg).getElementsByTagName("text");
    for (int i = 0; i < nodes.getLength(); i++) {
      texts.add(nodes.item(i).getTextContent());
    }
    return texts;
  }

  private record Box(double left, double top, double right, double bottom) {
    boolean overlaps(Box other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  private static List<Box> boxes(String svg) throws Exception {
    List<Box> boxes = new ArrayList<>();
    NodeList groups = parse(svg).getElementsByTagName("g");
    for (int i = 0; i < groups.getLength(); i++) {
      Element group = (Element) groups.item(i);
      if (group.getAttribute("class").startsWith("box")) {
        Element rectangle = (Element) group.getElementsByTagName("rect").item(0);
        double left = Double.parseDouble(rectangle.getAttribute("x"));
        double top = Double.parseDouble(rectangle.getAttribute("y"));
        boxes.add(
            new Box(
                left,
                top,
                left + Double.parseDouble(rectangle.getAttribute("width")),
                top + Double.parseDouble(rectangle.getAttribute("height"))));
      }
    }
    return boxes;
  }

  @Test
  void thePictureInTheDocsIsUpToDate() throws IOException {
    Outcome outcome = netc("graph", EXAMPLES.resolve("tutorial"));

    assertThat(outcome.err()).isEmpty();
    if (Boolean.getBoolean("bless")) {
      Files.writeString(PICTURE, outcome.out());
    }
    assertWithMessage("-Dbless=true draws it anew")
        .that(outcome.out())
        .isEqualTo(Files.readString(PICTURE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tutorial", "digits", "resnet18", "gpt", "vae", "char-lstm"})
  void noBoxesOfAnExampleOverlap(String example) throws Exception {
    Outcome outcome = netc("graph", EXAMPLES.resolve(example), "--unroll");

    assertThat(outcome.status()).isEqualTo(0);
    List<Box> boxes = boxes(outcome.out());
    assertThat(boxes.size()).isGreaterThan(5);
    for (int i = 0; i < boxes.size(); i++) {
      for (int j = 0; j < i; j++) {
        assertWithMessage("%s and %s", boxes.get(i), boxes.get(j))
            .that(boxes.get(i).overlaps(boxes.get(j)))
            .isFalse();
      }
    }
  }

  @Test
  void aNetworkIsDrawnAsItIsWritten() throws Exception {
    Path file =
        write(
            """
            layer Residual(width) (x: [N, K]) {
                return x + (x -> inner: Linear(width) -> relu)
            }

            network Net {
                input x: float[N, 8]
                target t: float[N, 8]
                y = x -> blocks: repeat(3) { Residual(8) } -> last: Linear(8) -> Dropout
                output y
                loss MSELoss(y, t)
            }
            """);

    String dot = netc("graph", file, "--format=dot").out();

    assertThat(dot).contains("label=\"blocks\\n216 parameters\"");
    assertThat(dot).contains("label=\"0–2  × 3\\nResidual\\n72 parameters\"");
    assertThat(dot).contains("label=\"inner\\nLinear(width)\\nweight [8, 8]\\nbias [8]\"");
    assertThat(dot).contains("label=\"[N, K=8]\"");
    assertThat(dot).contains("label=\"+\"");
    // x into the sum and into the layer, which leads to it; the sum leads out of the blocks.
    assertThat(dot.lines().filter(line -> line.contains(" -> ")).count()).isEqualTo(10);
    assertThat(netc("graph", file, "--format=dot", "--unroll").out()).doesNotContain("×");
    assertThat(netc("graph", file, "--format=dot", "--depth=0").out()).doesNotContain("inner");
  }

  @Test
  void whatGivesItsInputBackIsStillOnTheWay() throws Exception {
    Path file =
        write(
            """
            network Net {
                input x: float[N, 8]
                output y = x -> Dropout(0.5) -> fc: Linear(2)
            }
            """);

    String dot = netc("graph", file, "--format=dot").out();

    String dropout = dot.lines().filter(l -> l.contains("Dropout(0.5)")).findFirst().orElseThrow();
    String id = dropout.strip().split(" ", 2)[0];
    assertThat(dot).containsMatch("-> " + id + " ");
    assertThat(dot).contains(id + " -> ");
  }

  @Test
  void namesAreNotTakenForMarkup() throws Exception {
    Path file =
        write(
            """
            network Net {
                input x: float[N, 8]
                h = x -> "<script>alert('1')</script>&]]>\\"{{{{source}}}}": Linear(2) // </code><b>&
                output h
            }
            """);

    String svg = netc("graph", file).out();
    assertThat(texts(svg)).contains("<script>alert('1')</script>&]]>\"{{source}}");
    String html = netc("graph", file, "--format=html").out();
    assertThat(html).doesNotContain("<script>alert");
    assertThat(html).contains("&lt;/code&gt;&lt;b&gt;&amp;");
    assertThat(html.split("<script>", -1)).hasLength(2);
    assertThat(netc("graph", file, "--format=dot").out()).contains("&]]>\\\"{{source}}");
    String mermaid = netc("graph", file, "--format=mermaid").out();
    assertThat(mermaid).contains("#60;script#62;alert(#39;1#39;)");
    assertThat(mermaid).doesNotContain("<script");
  }

  @Test
  void aPageNeedsNothingElse() throws Exception {
    Path page = directory.resolve("gpt.html");

    Outcome outcome = netc("graph", EXAMPLES.resolve("gpt"), "-o", page);

    assertThat(outcome.status()).isEqualTo(0);
    assertThat(outcome.out()).isEmpty();
    String html = Files.readString(page);
    assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
    assertThat(html).contains("layer CausalSelfAttention(heads)");
    assertThat(html).contains("data-line=\"5\"");
    assertThat(html).doesNotContain("{{");
  }

  @ParameterizedTest
  @ValueSource(strings = {"svg", "html", "mermaid", "dot"})
  void theSameNetworkGivesTheSameBytes(String format) {
    String once = netc("graph", EXAMPLES.resolve("vae"), "--format", format).out();

    assertThat(once).isNotEmpty();
    assertThat(netc("graph", EXAMPLES.resolve("vae"), "--format", format).out()).isEqualTo(once);
  }

  @Test
  void severalNetworksHaveAFrameEach() throws Exception {
    Path file =
        write(
            """
            network A { input x: float[N] output y = 2 * x }
            network B { input x: float[N] output y = x / 3 }
            """);

    assertThat(texts(netc("graph", file).out())).containsAtLeast("A", "B");
    assertThat(texts(netc("graph", file, "--network=B").out())).doesNotContain("A");
    Outcome none = netc("graph", file, "--network=C");
    assertThat(none.status()).isEqualTo(2);
    assertThat(none.err()).contains("there is A, B");
  }

  @Test
  void aNetworkWithAnErrorIsNotDrawn() throws IOException {
    Path file = write("network Net { input x: float[N] output y = x -> nothing }");
    Path picture = directory.resolve("net.svg");

    Outcome outcome = netc("graph", file, "-o", picture);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.err()).contains("E0201");
    assertThat(Files.exists(picture)).isFalse();
    assertThat(netc("graph", file, "--depth=-1").status()).isEqualTo(2);
  }
}
