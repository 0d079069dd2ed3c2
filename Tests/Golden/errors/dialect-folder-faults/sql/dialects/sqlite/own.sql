-- name: tracker-read
select :"tabel";
