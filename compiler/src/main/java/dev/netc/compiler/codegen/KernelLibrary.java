package dev.netc.compiler.codegen;

import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.cost.KernelCost;
import dev.netc.compiler.fuse.Kernel;
import dev.netc.compiler.ir.Op;
import dev.netc.compiler.ir.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The methods of all kernels of a network. Kernels that differ in nothing but where their operands
 * lie share one.
 */
final class KernelLibrary {
  private static final int METHODS_PER_CLASS = 250;

  private final ConvolutionConstants convolutions = new ConvolutionConstants();
  private final PoolingConstants poolings = new PoolingConstants();
  private final List<JavaNames> scopes = new ArrayList<>();
  private final List<Set<KernelHelper>> helpers = new ArrayList<>();
  private final List<TypeSpec.Builder> classes = new ArrayList<>();
  private final Map<String, Method> methods = new HashMap<>();

  private record Method(String name, KernelBody body) {}

  /** The classes that hold the methods. */
  List<TypeSpec> classes() {
    Stream<TypeSpec> constants =
        Stream.concat(convolutions.type().stream(), poolings.type().stream());
    return Stream.concat(classes.stream().map(TypeSpec.Builder::build), constants).toList();
  }

  /**
   * A call of a kernel, for which a method is made if there is none yet.
   *
   * @param places where each stored value lies in the program
   * @param freeNames of the program's sizes
   */
  KernelCall call(
      Kernel kernel, Function<Value, ArrayReference> places, SortedSet<String> freeNames) {
    Map<Value, ArrayReference> operands = new LinkedHashMap<>();
    kernel.reads().forEach(read -> operands.put(read, places.apply(read)));
    kernel.results().forEach(result -> operands.put(result, places.apply(result)));
    Signature anonymous = Signature.anonymous(operands, freeNames);
    KernelBody body = kernel.accept(new KernelWriter(anonymous.names(), convolutions, poolings));
    String key = anonymous.parameters() + "\n" + body.code();
    Method method = methods.get(key);
    if (method == null) {
      method = declare(kernel, Signature.named(operands, freeNames));
      methods.put(key, method);
    }
    String call = method.name() + "(" + String.join(", ", anonymous.arguments());
    return new KernelCall(call, body.partition());
  }

  private Method declare(Kernel kernel, Signature signature) {
    if (methods.size() % METHODS_PER_CLASS == 0) {
      String number = classes.isEmpty() ? "" : Integer.toString(classes.size() + 1);
      classes.add(kernelClass("Kernels" + number));
      scopes.add(KernelHelper.scope());
      helpers.add(EnumSet.noneOf(KernelHelper.class));
    }
    int last = classes.size() - 1;
    KernelBody body = kernel.accept(new KernelWriter(signature.names(), convolutions, poolings));
    String name = scopes.get(last).allocate(name(kernel));
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(name)
            .addModifiers(Modifier.STATIC)
            .addJavadoc("$L", KernelComment.of(kernel))
            .addCode(body.code());
    signature.declare(method);
    if (body.partition().isPresent()) {
      method.addParameter(TypeName.INT, "from").addParameter(TypeName.INT, "to");
    }
    classes.get(last).addMethod(method.build());
    String code = body.code().toString();
    for (KernelHelper helper : KernelHelper.values()) {
      if (helper.isUsedIn(code) && helpers.get(last).add(helper)) {
        classes.get(last).addMethod(helper.method());
      }
    }
    String type = last == 0 ? "Kernels" : "Kernels" + (last + 1);
    return new Method(type + "." + name, body);
  }

  private static String name(Kernel kernel) {
    Value last = kernel.results().get(kernel.results().size() - 1);
    return last.op() instanceof Op.Input
        ? ValueNames.of(last)
        : JavaNames.variable(KernelCost.name(kernel).replace(", ", "_"));
  }

  private static TypeSpec.Builder kernelClass(String name) {
    return TypeSpec.classBuilder(name)
        .addJavadoc(
            "The loops, each with the shape of what it computes and where that is declared.")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
        .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
  }
}
