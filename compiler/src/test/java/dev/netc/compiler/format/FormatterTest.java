package dev.netc.compiler.format;

import static com.google.common.truth.Truth.assertThat;

import dev.netc.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;

final class FormatterTest {

  /** A text that looks as it should stays as it is. */
  private static void assertStays(String text) {
    assertThat(FormatterChecks.assertKeeps(text)).isEqualTo(text);
  }

  private static void assertBecomes(String text, String formatted) {
    assertThat(FormatterChecks.assertKeeps(text)).isEqualTo(formatted);
  }

  @Test
  void theNetworkOfTheReferenceStays() {
    assertStays(
        """
        package tutorial  // the Java package

        /// The network of the PyTorch tutorial, chapter 2.1.3.
        network Net {
            input  image: float[N, 1, 32, 32]
            target wanted: float[N, 10]  // known in training only

            conv1 = Conv2d(6, kernel_size=3)
            fc1   = Linear(10)

            scores = image -> conv1 -> relu -> max_pool2d(2) -> relu -> flatten -> fc1

            output scores
            loss MSELoss(scores, wanted)
            optimizer SGD(lr=0.01)
        }
        """);
  }

  @Test
  void aRestMayHaveADefault() {
    assertStays("fn all(tensors ... = []) = tensors\n");
  }

  @Test
  void whiteSpaceIsSetRight() {
    assertBecomes(
        """
        import   "a.net"
        network  Net( n = 2 ){input x:float [N,2*n]


           y=x->fc : Linear (out_features = 3,bias =not true)
           z = - y [ 0 , 1 : -1 ] ** 2/n
           output y , z }
        fn f(x)=x
        """,
        """
        import "a.net"

        network Net(n=2) {
            input x: float[N, 2 * n]

            y = x -> fc: Linear(out_features=3, bias=not true)
            z = -y[0, 1:-1] ** 2 / n
            output y, z
        }

        fn f(x) = x
        """);
  }

  @Test
  void aChainThatIsTooLongGetsALineForEachStage() {
    assertBecomes(
        """
        network A {
            scores = image -> conv1: Conv2d(64, 7, stride=2, padding=3, bias=false) as [N, 64, H, W] -> relu -> layer1: repeat(2) i { BasicBlock(64) }
        }
        """,
        """
        network A {
            scores = image
                -> conv1: Conv2d(64, 7, stride=2, padding=3, bias=false) as [N, 64, H, W]
                -> relu
                -> layer1: repeat(2) i { BasicBlock(64) }
        }
        """);
  }

  @Test
  void aChainStaysBrokenWhereItsAuthorBrokeIt() {
    assertStays(
        """
        layer BasicBlock(planes, stride=1) (x: [N, C, H, W]) {
            y = x -> conv1: Conv2d(planes, 3) -> bn1: BatchNorm2d -> relu
                  -> conv2: Conv2d(planes, 3) -> bn2: BatchNorm2d
            z = y
                -> relu -> flatten
                -> fc: Linear(10)
            return z
        }
        """);
  }

  @Test
  void aShortBodyMayStandOnOneLine() {
    assertStays(
        """
        fn f(x) {
            if training { return x }
            for i in 0..3 { x = x + i }
            if a { y = 1 } else if b { y = 2 } else { y = 3 }
            return x
        }
        """);
  }

  @Test
  void listsOfParametersContinueBelowTheFirst() {
    assertBecomes(
        """
        layer Attention(num_heads, dropout=0.0, bias=true, add_bias_kv=false, add_zero_attn=false, kdim=none, vdim=none) (query: [..., E], key: [..., K], value: [..., V]) = query
        fn attention(query: [..., L, E], key: [..., S, E], value: [..., S, V], attn_mask=none, dropout_p=0.0, is_causal=false, scale=none) = query
        """,
        """
        layer Attention(num_heads, dropout=0.0, bias=true, add_bias_kv=false, add_zero_attn=false, kdim=none, vdim=none)
              (query: [..., E], key: [..., K], value: [..., V]) = query

        fn attention(query: [..., L, E], key: [..., S, E], value: [..., S, V], attn_mask=none, dropout_p=0.0, is_causal=false,
                     scale=none) = query
        """);
  }

  @Test
  void documentedParametersHaveLinesOfTheirOwn() {
    assertBecomes(
        """
        network A(
          /// How many.
          classes=10, width=64) {}
        """,
        """
        network A(
            /// How many.
            classes=10,
            width=64,
        ) {}
        """);
  }

  @Test
  void argumentsGoToTheNextLineAndThenApart() {
    assertBecomes(
        """
        fn f(x) {
            windows = primitive.window(pad(input, padding(lengths, counts, k, s, p, d), value=-inf), last(n), kernel_size, strides)
            return where(is_later_than_all_the_others(length), first_of_the_alternatives(x, y), second_of_the_alternatives(x, y), none, a)
        }
        """,
        """
        fn f(x) {
            windows = primitive.window(
                pad(input, padding(lengths, counts, k, s, p, d), value=-inf), last(n), kernel_size, strides)
            return where(
                is_later_than_all_the_others(length),
                first_of_the_alternatives(x, y),
                second_of_the_alternatives(x, y),
                none,
                a)
        }
        """);
  }

  @Test
  void commentsStayWhereTheyAre() {
    assertStays(
        """
        // Above all.

        /* Above the network. */
        network A {  // behind the brace
            // above
            x = 1        // behind
            y = f(a, b)  // below it

            // after a blank
            z = f(
                a,       // why a
                /* why */ b)
            // at the end
        }
        // behind all
        """);
  }

  @Test
  void commentsBelowTheLastLineStayThereWithoutALineEnd() {
    assertBecomes("network t{}\n/* last */", "network t {}\n/* last */\n");
    assertBecomes("fn f(x) = x\n/* last */ /* one */", "fn f(x) = x\n/* last */\n/* one */\n");
  }

  @Test
  void aChainWithBracesInItsMiddleIsFormattedOnce() {
    String tail = "\"" + "a".repeat(90) + "\"";
    FormatterChecks.assertKeeps(
        "network A { y = x -> { relu } -> f(" + tail + ", x -> {\ntanh }) }");
    FormatterChecks.assertKeeps(
        "fn f(x) { y = x -> { relu } -> g(" + tail + ", if a {\nb } else { c }) }");
  }

  @Test
  void linesEndAsTheyDid() {
    Formatted formatted = new Formatter().format(new SourceFile("a.net", "fn  f(x) = x\r\n"));
    assertThat(formatted.text()).hasValue("fn f(x) = x\r\n");
  }

  @Test
  void aTextWithSyntaxErrorsIsNotTouched() {
    Formatted formatted = new Formatter().format(new SourceFile("a.net", "fn f(x = x\n"));
    assertThat(formatted.text()).isEmpty();
    assertThat(formatted.errors()).isNotEmpty();
  }

  @Test
  void nothingStaysNothing() {
    assertBecomes("  \n\n", "");
  }
}
