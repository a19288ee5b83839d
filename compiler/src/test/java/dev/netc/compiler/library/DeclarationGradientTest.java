package dev.netc.compiler.library;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.netc.compiler.Analysis;
import dev.netc.compiler.Compiler;
import dev.netc.compiler.CompilerOptions;
import dev.netc.compiler.ast.Declaration;
import dev.netc.compiler.ast.FunctionKind;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.library.GradientDomains.Call;
import dev.netc.compiler.source.SourceFile;
import java.io.IOException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The derived gradient of every declaration of the library agrees with differences, in double, on
 * the domain that {@code gradients/domains.txt} states for it.
 */
final class DeclarationGradientTest {

  @TestFactory
  Stream<DynamicTest> gradientsAgreeWithDifferences() throws IOException {
    return GradientDomains.read().calls().stream()
        .map(call -> DynamicTest.dynamicTest(call.text(), () -> check(call)));
  }

  private static void check(Call call) {
    String program = call.program();
    Analysis analysis =
        new Compiler(CompilerOptions.DEFAULT).analyze(new SourceFile("check.net", program));
    assertWithMessage(program).that(analysis.errors()).isEmpty();
    Network network = analysis.networks().get(0);
    new NetworkGradient(network, call).check();
  }

  /** Fails for a new declaration until {@code gradients/domains.txt} has a line for it. */
  @Test
  void everyDeclarationHasADomainOrAReason() throws IOException {
    GradientDomains domains = GradientDomains.read();
    Set<String> checked =
        domains.calls().stream().map(Call::declaration).collect(Collectors.toSet());
    Set<String> open = differentiable();
    open.removeAll(checked);
    open.removeAll(domains.excused().keySet());
    assertWithMessage("declarations that gradients/domains.txt has no line for")
        .that(open)
        .isEmpty();
  }

  @Test
  void noDeclarationIsExcusedThatIsCheckedOrDoesNotExist() throws IOException {
    GradientDomains domains = GradientDomains.read();
    Set<String> checked =
        domains.calls().stream().map(Call::declaration).collect(Collectors.toSet());
    assertThat(domains.excused().keySet()).containsNoneIn(checked);
    assertThat(differentiable()).containsAtLeastElementsIn(domains.excused().keySet());
    assertThat(differentiable()).containsAtLeastElementsIn(checked);
  }

  /** The public functions, layers and losses; other declarations are not differentiated. */
  private static Set<String> differentiable() {
    Set<FunctionKind> kinds = Set.of(FunctionKind.FN, FunctionKind.LAYER, FunctionKind.LOSS);
    return Library.standard()
        .functions()
        .filter(function -> kinds.contains(function.kind()))
        .map(Declaration.Function::name)
        .map(name -> name.text())
        .filter(name -> !name.startsWith("_"))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
