package dev.netc.compiler.codegen;

import static java.util.Objects.requireNonNull;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.netc.compiler.elaborate.Network;
import dev.netc.compiler.elaborate.Network.Layer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes typed access to parameters along the tree of layers: {@code net.conv1().weight()}. Layers
 * of one kind that hold the same tensors share a class.
 */
final class LayerWriter {
  private final ClassName net;
  private final JavaNames classNames;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, ClassName> classes = new LinkedHashMap<>();
  private final List<TypeSpec> types = new ArrayList<>();

  LayerWriter(Network network, ClassName net, JavaNames classNames) {
    this.net = net;
    this.classNames = classNames;
    network.parameters().forEach(parameter -> add(parameter.path()));
    network.buffers().forEach(buffer -> add(buffer.path()));
  }

  /** Parameters and buffers are numbered through. */
  private void add(String path) {
    positions.put(path, positions.size());
  }

  /**
   * Adds the accessors of the root's layers and parameters to the model's class, and the classes of
   * all layers.
   */
  void addTo(TypeSpec.Builder type, Layer root, JavaNames methods) {
    for (String path : root.parameters()) {
      type.addMethod(
          tensor(path, methods).addStatement("return tensor($L)", position(path)).build());
    }
    for (Layer child : root.children()) {
      if (holdsTensors(child)) {
        ClassName childType = type(child);
        type.addMethod(
            accessor(child.name(), childType, methods)
                .addStatement("return new $T(this, $L)", childType, arguments(child))
                .build());
      }
    }
    types.forEach(type::addType);
  }

  private static boolean holdsTensors(Layer layer) {
    return !layer.parameters().isEmpty()
        || layer.children().stream().anyMatch(LayerWriter::holdsTensors);
  }

  /** The numbers of all tensors of a layer and those within, in order. */
  private List<Integer> tensors(Layer layer) {
    List<Integer> all = new ArrayList<>();
    layer.parameters().forEach(path -> all.add(position(path)));
    layer.children().forEach(child -> all.addAll(tensors(child)));
    return all;
  }

  private String arguments(Layer layer) {
    return tensors(layer).get(0).toString();
  }

  /**
   * What two layers must have in common to share a class: names, and where tensors lie relative to
   * the first.
   */
  private String shape(Layer layer, int first) {
    StringBuilder text = new StringBuilder(layer.type()).append('(');
    for (String path : layer.parameters()) {
      text.append(lastName(path)).append('=').append(position(path) - first).append(',');
    }
    for (Layer child : layer.children()) {
      if (holdsTensors(child)) {
        text.append(child.name()).append(':').append(shape(child, first)).append(',');
      }
    }
    return text.append(')').toString();
  }

  private int position(String path) {
    return requireNonNull(positions.get(path));
  }

  private static String lastName(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private ClassName type(Layer layer) {
    int first = tensors(layer).get(0);
    String key = shape(layer, first);
    ClassName known = classes.get(key);
    if (known != null) {
      return known;
    }
    ClassName name = net.nestedClass(classNames.allocate(JavaNames.type(layer.type())));
    classes.put(key, name);
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name)
            .addJavadoc("$L", "The parameters of a layer " + Javadocs.escape(layer.type()) + ".")
            .addModifiers(Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
            .addField(net, "net", Modifier.PRIVATE, Modifier.FINAL)
            .addField(TypeName.INT, "first", Modifier.PRIVATE, Modifier.FINAL)
            .addMethod(
                MethodSpec.constructorBuilder()
                    .addModifiers(Modifier.PRIVATE)
                    .addParameter(net, "net")
                    .addParameter(TypeName.INT, "first")
                    .addStatement("this.net = net")
                    .addStatement("this.first = first")
                    .build());
    JavaNames methods = scope();
    for (String path : layer.parameters()) {
      CodeBlock position = offset(position(path) - first);
      type.addMethod(tensor(path, methods).addStatement("return net.tensor($L)", position).build());
    }
    for (Layer child : layer.children()) {
      if (holdsTensors(child)) {
        ClassName childType = type(child);
        type.addMethod(
            accessor(child.name(), childType, methods)
                .addStatement(
                    "return new $T(net, $L)", childType, offset(tensors(child).get(0) - first))
                .build());
      }
    }
    types.add(type.build());
    return name;
  }

  private static CodeBlock offset(int relative) {
    return relative == 0 ? CodeBlock.of("first") : CodeBlock.of("first + $L", relative);
  }

  /** A scope for accessors: what every object has already is taken. */
  static JavaNames scope() {
    return JavaNames.without(
        "hashCode", "toString", "getClass", "notify", "notifyAll", "wait", "clone", "finalize");
  }

  private static MethodSpec.Builder tensor(String path, JavaNames methods) {
    return accessor(lastName(path), RuntimeTypes.TENSOR, methods)
        .addJavadoc("$L", "A view of {@code " + Javadocs.escape(lastName(path)) + "}.");
  }

  private static MethodSpec.Builder accessor(String name, TypeName returns, JavaNames methods) {
    return MethodSpec.methodBuilder(methods.allocate(JavaNames.variable(name)))
        .addModifiers(Modifier.PUBLIC)
        .returns(returns);
  }
}
