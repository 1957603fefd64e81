<?php
// Fills a WordPress test bed with given posts and nothing else.
//   php wordpress-copies.php FOLDER-OF-THE-TEST-BED-SCRIPTS < posts.json
// Each post has a `title`, `paragraphs` and the time `at`, in seconds since 1970.  Prints their addresses, in order.

require $argv[1] . '/wordpress-bootstrap.php';

wp_set_current_user(1);
foreach (get_posts(array('post_type' => 'post', 'post_status' => 'any', 'numberposts' => -1)) as $post) {
    wp_delete_post($post->ID, true);
}
$found = get_category_by_slug('dernieres-minutes');
$category = $found ? $found->term_id
    : wp_insert_term('Dernières minutes', 'category', array('slug' => 'dernieres-minutes'))['term_id'];
$addresses = array();
foreach (json_decode(stream_get_contents(STDIN), true) as $post) {
    $when = (new DateTimeImmutable('@' . $post['at']))->setTimezone(wp_timezone());
    $body = implode("\n\n", array_map(function ($text) { return '<p>' . esc_html($text) . '</p>'; }, $post['paragraphs']));
    $addresses[] = get_permalink(wp_insert_post(wp_slash(array(
        'post_status' => 'publish', 'post_title' => $post['title'], 'post_content' => $body,
        'post_category' => array($category), 'post_date' => $when->format('Y-m-d H:i:s')))));
}
echo json_encode($addresses);
